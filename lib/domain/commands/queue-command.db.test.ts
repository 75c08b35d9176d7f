import { describe, expect, it } from 'vitest';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { findOpenCommand } from '@/lib/domain/commands/find-open-command';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { queueCommands } from '@/lib/domain/commands/queue-commands';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { rememberPassword } from '@/lib/domain/devices/remember-password';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';
import { useDatabase } from '@/scripts/testing/database';
import { HISTORY_IS_BROKEN, withBrokenHistory } from '@/scripts/testing/domain/broken-history';

const { db, ownerUrl } = await useDatabase();
const { administrator, helpdesk, auditor, token, phone } = testContexts(db);
const reason = 'left in a taxi';

const eventsOf = (commandId: string) => db.auditEvent.count({ where: { targetKind: 'command', targetId: commandId } });

describe('queueing a command', () => {
  it('opens one command with one history event when several people click at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const device = await connectPhone(phone);
      const input = { deviceId: device.id, kind: 'wipe', reason } as const;
      const results = await Promise.allSettled([helpdesk, administrator, token].map((ctx) => queueCommand(ctx, input)));

      const refusals = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
      expect(refusals).toHaveLength(2);
      expect(refusals).toEqual([
        expect.objectContaining({ code: 'command_already_open' }),
        expect.objectContaining({ code: 'command_already_open' }),
      ]);
      const open = await db.deviceCommand.findMany({ where: { mailbox: device.mailbox } });
      expect(open).toHaveLength(1);
      expect(await eventsOf(open[0]?.id ?? '')).toBe(1);
    }
  });

  it('copies everything that the command needs when device and mailbox are gone', async () => {
    const device = await connectPhone(phone, { mailbox: 'gone@example.com', easDeviceId: 'GoneABC' });
    await rememberPassword(phone, { deviceId: device.id, passwordHash: '$argon2id$one' });
    await db.device.update({ where: { id: device.id }, data: { policyKey: 4_294_967_295n } });
    const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });

    await db.device.delete({ where: { id: device.id } });
    await db.mailbox.delete({ where: { name: 'gone@example.com' } });

    const open = { id: command.id, passwordHash: '$argon2id$one', policyKey: 4_294_967_295, method: 'remote_wipe' };
    expect(await findOpenCommand(phone, { mailbox: 'gone@example.com', deviceKey: 'goneabc' })).toMatchObject(open);
    const back = await connectPhone(phone, { mailbox: 'gone@example.com', easDeviceId: 'GoneABC' });
    expect(back.id).not.toBe(device.id);
    expect(back.openCommand).toMatchObject(open);
  });

  it('cannot be lost: the database refuses the application to delete a command', async () => {
    const device = await connectPhone(phone);
    const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    await expect(db.deviceCommand.delete({ where: { id: command.id } })).rejects.toThrow(
      /permission denied|denied access/,
    );
    expect(await findOpenCommand(phone, device)).toMatchObject({ id: command.id });
  });

  it('follows the password that the mail server accepted last, also while the command is open', async () => {
    const device = await connectPhone(phone);
    await rememberPassword(phone, { deviceId: device.id, passwordHash: 'first' });
    await queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
    await rememberPassword(phone, { deviceId: device.id, passwordHash: 'second' });
    expect((await findOpenCommand(phone, device))?.passwordHash).toBe('second');
  });

  it('removes the account only where the device can, and never wipes it instead', async () => {
    const methods = { '16.1': 'account_only_remote_wipe', '16.0': 'refuse_access', '12.1': 'refuse_access' };
    for (const [protocolVersion, method] of Object.entries(methods)) {
      const device = await connectPhone(phone, { protocolVersion });
      const command = await queueCommand(helpdesk, { deviceId: device.id, kind: 'delete', reason });
      expect(command).toMatchObject({ kind: 'delete', method, state: 'queued' });
    }
  });

  it('takes the name of the device as people type it, and no other', async () => {
    const device = await connectPhone(phone);
    await recordDeviceInformation(phone, { deviceId: device.id, information: { friendlyName: 'Ada’s iPhone' } });
    const input = { deviceId: device.id, kind: 'wipe', reason } as const;
    await expect(queueCommand(helpdesk, { ...input, confirmName: 'Ada' })).rejects.toMatchObject({
      code: 'confirmation_mismatch',
    });
    expect(await queueCommand(helpdesk, { ...input, confirmName: '  ADA’S IPHONE ' })).toMatchObject({
      deviceName: 'Ada’s iPhone',
    });
  });

  it('can be ordered again for a device that was refused after an earlier one', async () => {
    const device = await connectPhone(phone);
    await db.device.update({ where: { id: device.id }, data: { blockReason: 'WIPED', removedAt: new Date() } });
    expect(await queueCommand(helpdesk, { deviceId: device.id, kind: 'delete', reason })).toMatchObject({
      state: 'queued',
    });
  });

  it('refuses whoever may not, before it looks whether the device exists', async () => {
    const deviceId = '018f0000-0000-7000-8000-0000000000ff';
    for (const ctx of [auditor, phone]) {
      await expect(queueCommand(ctx, { deviceId, kind: 'wipe', reason })).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
    await expect(queueCommand(helpdesk, { deviceId, kind: 'wipe', reason })).rejects.toMatchObject({
      code: 'device_not_found',
    });
  });
});

describe('an idempotency key', () => {
  it('gives a repeated request the command of the first, also when both arrive at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const device = await connectPhone(phone);
      const input = { deviceId: device.id, kind: 'wipe', reason, idempotencyKey: `round-${round}` } as const;
      const commands = await Promise.all([1, 2, 3].map(() => queueCommand(token, input)));
      expect(new Set(commands.map((command) => command.id)).size).toBe(1);
      expect(await eventsOf(commands[0]?.id ?? '')).toBe(1);
    }
  });

  it('finds the command after it has ended, instead of ordering a second one', async () => {
    const device = await connectPhone(phone);
    const input = { deviceId: device.id, kind: 'wipe', reason, idempotencyKey: 'ended' } as const;
    const command = await queueCommand(token, input);
    await cancelCommand(token, { commandId: command.id, reason });
    expect(await queueCommand(token, input)).toMatchObject({ id: command.id, state: 'cancelled' });
  });

  it('refuses another request under the same key', async () => {
    const device = await connectPhone(phone);
    const other = await connectPhone(phone);
    const input = { deviceId: device.id, kind: 'wipe', reason, idempotencyKey: 'reused' } as const;
    await queueCommand(token, input);
    for (const change of [{ kind: 'delete' as const }, { reason: 'another' }, { deviceId: other.id }]) {
      await expect(queueCommand(token, { ...input, ...change })).rejects.toMatchObject({
        code: 'idempotency_key_reused',
      });
    }
    expect(await findOpenCommand(phone, other)).toBeNull();
  });

  it('belongs to whoever used it', async () => {
    const [one, other] = [await connectPhone(phone), await connectPhone(phone)];
    const input = { kind: 'wipe', reason, idempotencyKey: 'mine' } as const;
    const first = await queueCommand(token, { ...input, deviceId: one.id });
    const second = await queueCommand(helpdesk, { ...input, deviceId: other.id });
    expect(second.id).not.toBe(first.id);
  });
});

describe('queueing for several devices', () => {
  it('lets no refusal stop the others, and names each', async () => {
    const [free, busy] = [await connectPhone(phone), await connectPhone(phone)];
    await queueCommand(helpdesk, { deviceId: busy.id, kind: 'wipe', reason });
    const unknown = '018f0000-0000-7000-8000-0000000000ff';
    const deviceIds = [busy.id, unknown, free.id, free.id];
    const { results } = await queueCommands(helpdesk, { deviceIds, kind: 'wipe', reason });
    expect(results).toEqual([
      { deviceId: busy.id, command: null, refusal: 'command_already_open' },
      { deviceId: unknown, command: null, refusal: 'device_not_found' },
      { deviceId: free.id, command: expect.objectContaining({ state: 'queued' }), refusal: null },
    ]);
  });
});

describe('history and change', () => {
  it('commit together: a history that cannot be written takes the change back', async () => {
    const device = await connectPhone(phone);
    const open = await connectPhone(phone);
    const { id: commandId } = await queueCommand(helpdesk, { deviceId: open.id, kind: 'wipe', reason });
    await withBrokenHistory(ownerUrl, async () => {
      const queueing = queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason });
      await expect(queueing).rejects.toThrow(HISTORY_IS_BROKEN);
      await expect(cancelCommand(helpdesk, { commandId, reason })).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect(await findOpenCommand(phone, device)).toBeNull();
    expect((await findDeviceFacts(phone, open))?.openCommand).toMatchObject({ id: commandId, state: 'queued' });
  });
});
