import { describe, expect, it } from 'vitest';
import { CommandEffects, CommandList, CommandView } from '@/lib/domain/commands/contract';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { getCommand } from '@/lib/domain/commands/get-command';
import { listCommands } from '@/lib/domain/commands/list-commands';
import { previewCommands } from '@/lib/domain/commands/preview-commands';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { DeviceView } from '@/lib/domain/devices/contract';
import { getDevice } from '@/lib/domain/devices/get-device';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { removeDevice } from '@/lib/domain/devices/remove-device';
import { DeviceHistoryPage, DeviceHistoryQuery } from '@/lib/domain/history/contract';
import { listDeviceHistory } from '@/lib/domain/history/list-device-history';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db } = await useDatabase();
const { administrator, helpdesk, auditor, phone, clock } = testContexts(db);
const reason = 'left in a taxi';
const unknown = '018f0000-0000-7000-8000-0000000000ff';

describe('one device', () => {
  it('is shown with everything that is known about it', async () => {
    const device = await connectPhone(phone);
    const policy = await db.policy.create({
      data: {
        name: 'everybody',
        isDefault: true,
        settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 },
      },
    });
    await recordDeviceInformation(phone, {
      deviceId: device.id,
      information: {
        model: 'iPhone15C2',
        friendlyName: 'Ada’s iPhone',
        os: 'iOS 18',
        enableOutboundSms: false,
        userAgent: 'x',
      },
    });
    const facts = await findDeviceFacts(phone, device);
    if (!facts) throw new Error('It was registered');
    const { temporaryKey } = await issuePolicy(phone, facts, '16.1');
    const told = { ...facts, temporaryPolicyKey: temporaryKey };
    await acknowledgePolicy(phone, told, { temporaryKey, clientStatus: 1 });
    const first = clock.now();
    for (let index = 0; index < 3; index += 1) {
      clock.advance({ minutes: 15 });
      await recordContacts(db, [
        {
          deviceId: device.id,
          at: clock.now(),
          address: '198.51.100.7',
          protocolVersion: '16.1',
          userAgent: 'Apple-iPhone15C2/2105.231',
          deviceType: 'iPhone',
          heartbeatSeconds: 900,
          bytesIn: 5_000_000_000,
          bytesOut: 1,
          bytesOutPlain: 2,
        },
      ]);
    }
    const view = DeviceView.parse(await getDevice(helpdesk, { deviceId: device.id }));
    expect(view).toMatchObject({
      id: device.id,
      name: 'Ada’s iPhone',
      state: 'active',
      access: 'allowed',
      policyState: 'applied',
      policyName: 'everybody',
      osLanguage: null,
      reportedUserAgent: 'x',
      enableOutboundSms: false,
      bytesIn: 15_000_000_000,
      bytesOut: 3,
      bytesOutPlain: 6,
      heartbeatSeconds: 900,
      addresses: [{ address: '198.51.100.7', firstSeenAt: first.toISOString(), lastSeenAt: clock.now().toISOString() }],
      estimate: { kind: 'soon', usualIntervalSeconds: 900, silentSeconds: 0 },
      openCommand: null,
      lastCommand: null,
      policy: { name: 'everybody', policyId: policy.id, origin: 'default', demands: 0, exceptionId: null },
    });
    expect(view.recentContacts).toHaveLength(4);
    expect(view.accessTrace.at(-1)).toEqual({ rule: 'default', outcome: 'allowed' });
    expect(view.policy.document).toContainEqual({ name: 'MinDevicePasswordLength', value: '6' });

    await db.policy.update({ where: { id: policy.id }, data: { settings: { MinDevicePasswordLength: 8 } } });
    expect((await getDevice(auditor, { deviceId: device.id })).policyState).toBe('outdated');
    await db.policy.update({ where: { id: policy.id }, data: { isDefault: false } });
  });

  it('shows the open command, and the last one after it has ended', async () => {
    const device = await connectPhone(phone);
    const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    expect(await getDevice(auditor, { deviceId: device.id })).toMatchObject({
      state: 'wipe_pending',
      openCommand: { id: command.id },
      lastCommand: { id: command.id },
    });
    await cancelCommand(helpdesk, { commandId: command.id, reason });
    expect(await getDevice(auditor, { deviceId: device.id })).toMatchObject({
      state: 'active',
      openCommand: null,
      lastCommand: { id: command.id, state: 'cancelled' },
    });
  });

  it('is not there, or not to be seen', async () => {
    await expect(getDevice(auditor, { deviceId: unknown })).rejects.toMatchObject({ code: 'device_not_found' });
    await expect(getDevice(phone, { deviceId: unknown })).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the commands of a device', () => {
  it('are listed newest first, also those of an earlier row of the partnership', async () => {
    const device = await connectPhone(phone, { mailbox: 'again@example.com', easDeviceId: 'Again' });
    const first = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    await cancelCommand(helpdesk, { commandId: first.id, reason });
    await removeDevice(administrator, { deviceId: device.id, reason });
    clock.advance({ minutes: 1 });
    const back = await connectPhone(phone, { mailbox: 'again@example.com', easDeviceId: 'Again' });
    const second = await queueCommand(helpdesk, { deviceId: back.id, kind: 'delete', reason });
    const { commands } = CommandList.parse(await listCommands(auditor, { deviceId: back.id }));
    expect(commands.map((command) => command.id)).toEqual([second.id, first.id]);
    expect(CommandView.parse(await getCommand(auditor, { commandId: first.id }))).toMatchObject({ state: 'cancelled' });
    await expect(getCommand(auditor, { commandId: unknown })).rejects.toMatchObject({ code: 'command_not_found' });
    await expect(listCommands(phone, { deviceId: back.id })).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the preview of a command', () => {
  it('tells what would be erased on each device, and whom else it would hit', async () => {
    const mail = await connectPhone(phone, { mailbox: 'both-a@example.com', easDeviceId: 'SharedPhone' });
    await connectPhone(phone, { mailbox: 'both-b@example.com', easDeviceId: 'SharedPhone' });
    const sameImei = await connectPhone(phone, { mailbox: 'both-c@example.com' });
    for (const { id } of [mail, sameImei]) {
      await recordDeviceInformation(phone, { deviceId: id, information: { imei: '356938035643809' } });
    }
    const outlook = await connectPhone(phone, { deviceType: 'Outlook', userAgent: 'Outlook-iOS/2.0' });
    const old = await connectPhone(phone, { protocolVersion: '14.1' });
    const open = await queueCommand(helpdesk, { deviceId: old.id, kind: 'delete', reason });

    const deviceIds = [old.id, mail.id, outlook.id, mail.id];
    const wipe = CommandEffects.parse(await previewCommands(helpdesk, { deviceIds, kind: 'wipe' }));
    expect(wipe.effects).toEqual([
      expect.objectContaining({ deviceId: old.id, erases: 'whole_device', openCommand: open }),
      expect.objectContaining({
        deviceId: mail.id,
        method: 'remote_wipe',
        erases: 'whole_device',
        otherMailboxes: ['both-b@example.com', 'both-c@example.com'],
        openCommand: null,
      }),
      expect.objectContaining({ deviceId: outlook.id, erases: 'app_data', otherMailboxes: [] }),
    ]);
    const remove = await previewCommands(helpdesk, { deviceIds, kind: 'delete' });
    expect(remove.effects.map(({ method, erases }) => ({ method, erases }))).toEqual([
      { method: 'refuse_access', erases: 'nothing' },
      { method: 'account_only_remote_wipe', erases: 'account' },
      { method: 'account_only_remote_wipe', erases: 'account' },
    ]);
  });

  it('is for those who may queue, and refuses a device that is not there', async () => {
    const input = { deviceIds: [unknown], kind: 'wipe' as const };
    await expect(previewCommands(helpdesk, input)).rejects.toMatchObject({ code: 'device_not_found' });
    await expect(previewCommands(auditor, input)).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the history of a device', () => {
  it('holds history events and device events in one list, newest first, each once over all pages', async () => {
    const device = await connectPhone(phone, { mailbox: 'past@example.com', easDeviceId: 'Past' });
    clock.advance({ minutes: 1 });
    for (let index = 0; index < 5; index += 1) {
      // Two device events and two history events in the same millisecond, then one device event later.
      await recordDeviceInformation(phone, { deviceId: device.id, information: { os: `iOS ${index}` } });
      await recordDeviceInformation(phone, { deviceId: device.id, information: { model: `model ${index}` } });
      const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
      await cancelCommand(helpdesk, { commandId: command.id, reason });
      clock.advance({ minutes: 1 });
      await recordDeviceInformation(phone, { deviceId: device.id, information: { osLanguage: `${index}` } });
    }
    for (const limit of [1, 2, 3, 7, 50]) {
      const seen = [];
      let cursor: string | null | undefined;
      do {
        const query = DeviceHistoryQuery.parse({ deviceId: device.id, limit, cursor: cursor ?? undefined });
        const page = DeviceHistoryPage.parse(await listDeviceHistory(helpdesk, query));
        seen.push(...page.entries);
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toHaveLength(1 + 5 * 5);
      expect(new Set(seen.map((entry) => (entry.source === 'audit' ? entry.sequence : entry.id))).size).toBe(26);
      const times = seen.map((entry) => entry.at);
      expect(times).toEqual(times.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
      expect(seen.at(-1)).toMatchObject({ source: 'audit', action: 'device_registered' });
    }
  });

  it('knows what happened to an earlier row of the partnership', async () => {
    const device = await connectPhone(phone, { mailbox: 'earlier@example.com', easDeviceId: 'Earlier' });
    await removeDevice(administrator, { deviceId: device.id, reason });
    clock.advance({ minutes: 1 });
    const back = await connectPhone(phone, { mailbox: 'earlier@example.com', easDeviceId: 'Earlier' });
    const { entries } = await listDeviceHistory(auditor, DeviceHistoryQuery.parse({ deviceId: back.id }));
    expect(entries.map((entry) => (entry.source === 'audit' ? entry.action : entry.type))).toEqual([
      'device_registered',
      'device_removed',
      'device_registered',
    ]);
  });

  it('refuses a cursor that is not one, a device that is not there and whoever may not see it', async () => {
    const { id: deviceId } = await connectPhone(phone);
    const list = (ctx: typeof auditor, query: object) =>
      listDeviceHistory(ctx, DeviceHistoryQuery.parse({ deviceId, ...query }));
    await expect(list(auditor, { cursor: 'AAAA' })).rejects.toMatchObject({ code: 'cursor_invalid' });
    await expect(list(auditor, { deviceId: unknown })).rejects.toMatchObject({ code: 'device_not_found' });
    await expect(list(phone, {})).rejects.toMatchObject({ code: 'permission_denied' });
  });
});
