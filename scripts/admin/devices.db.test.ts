import { userInfo } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { markDelivered } from '@/lib/domain/commands/command-lifecycle';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';
import { runAdmin, spawnAdmin, spawnAdminOnTerminal } from '@/scripts/testing/run-admin';

// Some of these start a process, which may take its time where much else runs.
vi.setConfig({ testTimeout: 120_000 });

const { db, url } = await useDatabase();
const { phone: engine } = testContexts(db);
const environment = { DATABASE_URL: url };
const admin = (...words: string[]) => runAdmin(words, environment);
const openCommands = (deviceKey: string) => db.deviceCommand.count({ where: { deviceKey, closedAt: null } });

describe('device list and show', () => {
  it('find a device by search, by id, and by mailbox and DeviceId in any case', async () => {
    const device = await connectPhone(engine, { mailbox: 'ada@example.org', easDeviceId: 'ApplFINDME1' });
    await connectPhone(engine);
    const list = await admin('device', 'list', '--search', 'findme1');
    expect(list.output.split('\n')).toHaveLength(3);
    expect(list.output).toMatch(/ada@example\.org +iPhone +ApplFINDME1 +16\.1 +/);
    const byId = await admin('device', 'show', device.id, '--json');
    const byName = await admin('device', 'show', '--mailbox', 'Ada@Example.org', '--device', 'applFindMe1', '--json');
    expect(JSON.parse(byId.output)).toMatchObject({ id: device.id, easDeviceId: 'ApplFINDME1' });
    expect(JSON.parse(byName.output)).toMatchObject({ id: device.id });
    expect((await admin('device', 'show', device.id)).output).toMatch(/^Id +.*\nMailbox +ada@example\.org\n/);
  });

  it('list as JSON whatever the filter means, and no more than the limit', async () => {
    for (let count = 0; count < 3; count += 1) await connectPhone(engine, { deviceType: 'Counted' });
    const all = JSON.parse((await admin('device', 'list', '--type', 'Counted', '--json')).output);
    const two = JSON.parse((await admin('device', 'list', '--type', 'Counted', '--limit', '2', '--json')).output);
    expect([all.devices.length, two.devices.length]).toEqual([3, 2]);
  });

  it('paint nothing over the terminal that a phone put into its name', async () => {
    await connectPhone(engine, { deviceType: '\u001b[2JEvil', easDeviceId: 'ESCAPE' });
    const { output } = await admin('device', 'list', '--search', 'ESCAPE');
    expect(output).toContain('Evil');
    expect(output).not.toContain('\u001b');
  });
});

describe('device wipe', () => {
  it('is queued with --yes, by the user of the system, for the reason given', async () => {
    const { deviceKey, easDeviceId, mailbox } = await connectPhone(engine);
    const words = [
      'device',
      'wipe',
      '--mailbox',
      mailbox,
      '--device',
      easDeviceId,
      '--reason',
      'left in a taxi',
      '--yes',
    ];
    const wiped = await spawnAdmin([...words, '--json'], environment);
    expect(wiped).toMatchObject({ status: 0, errors: '' });
    const operator = userInfo().username;
    expect(JSON.parse(wiped.output)).toMatchObject({ kind: 'wipe', state: 'queued', queuedBy: operator });
    const audit = await db.auditEvent.findFirst({ where: { action: 'command_queued', deviceKey } });
    expect(audit).toMatchObject({ actorKind: 'COMMAND_LINE', actorName: operator, reason: 'left in a taxi' });
  });

  it('shows the effect and does nothing where nobody can be asked', async () => {
    const { id, deviceKey } = await connectPhone(engine);
    const refused = await admin('device', 'wipe', id, '--reason', 'lost');
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/Everything on this device will be erased/);
    expect(refused.errors).toMatch(/Nothing was done: nobody can be asked here\. Give --yes/);
    expect(await openCommands(deviceKey)).toBe(0);
  });

  it('wants the name of the device on a terminal, and takes no other', async () => {
    const { id, deviceKey } = await connectPhone(engine);
    const words = ['device', 'wipe', id, '--reason', 'lost'];
    const declined = await spawnAdminOnTerminal(words, environment, [['to wipe it: ', 'yes']]);
    expect([declined.status, await openCommands(deviceKey)]).toEqual([1, 0]);
    const agreed = await spawnAdminOnTerminal(words, environment, [['to wipe it: ', 'iphone']]);
    expect(agreed.output).toMatch(/The wipe of iPhone .* is queued/);
    expect([agreed.status, await openCommands(deviceKey)]).toEqual([0, 1]);
  });

  it('names who was first if there is an open command', async () => {
    const { id } = await connectPhone(engine);
    await admin('device', 'wipe', id, '--reason', 'lost', '--yes');
    const second = await admin('device', 'delete', id, '--reason', 'lost', '--yes');
    expect(second.status).toBe(1);
    expect(second.errors).toMatch(/already has an open command, queued by .+ at \d{4}-/);
  });

  it.each([
    [['--reason', 'lost', '--yes'], 2, /id of a device, or --mailbox and --device/],
    [['--mailbox', 'a@example.org', '--reason', 'lost', '--yes'], 2, /id of a device, or --mailbox and --device/],
    [['not-an-id', '--reason', 'lost', '--yes'], 2, /id of a device/],
    [['--mailbox', 'a@example.org', '--device', 'X', '--yes'], 2, /--reason must be given/],
    [['--mailbox', 'a@example.org', '--device', 'X', '--reason', 'lost', '--yes'], 1, /^Device not found\.$/],
    [['018f0000-0000-7000-8000-00000000ffff', '--reason', 'lost', '--yes'], 1, /^Device not found\.$/],
  ])('with %j ends with status %i', async (words, status, sentence) => {
    const refused = await admin('device', 'wipe', ...words);
    expect(refused).toMatchObject({ status, output: '' });
    expect(refused.errors.trim()).toMatch(sentence);
  });
});

describe('device delete', () => {
  it('says what an older device cannot be told', async () => {
    const { id } = await connectPhone(engine, { protocolVersion: '14.1' });
    const { errors } = await admin('device', 'delete', id, '--reason', 'left the company');
    expect(errors).toMatch(/speaks 14\.1 cannot be told to remove the account/);
  });
});

describe('device cancel', () => {
  it('takes the command back while the device has not been given it', async () => {
    const { id, mailbox, easDeviceId, deviceKey } = await connectPhone(engine);
    await admin('device', 'wipe', id, '--reason', 'lost', '--yes');
    const cancelled = await admin(
      'device',
      'cancel',
      '--mailbox',
      mailbox,
      '--device',
      easDeviceId,
      '--reason',
      'found',
    );
    expect(cancelled.status).toBe(0);
    expect(await openCommands(deviceKey)).toBe(0);
    const again = await admin('device', 'cancel', id, '--reason', 'found');
    expect(again).toMatchObject({ status: 1, errors: 'There is no open command for this device.\n' });
  });

  it('fails and tells when the device was given it, if it comes too late', async () => {
    const { id } = await connectPhone(engine);
    const { output } = await admin('device', 'wipe', id, '--reason', 'lost', '--yes', '--json');
    await markDelivered(engine, JSON.parse(output).id, { address: '198.51.100.7', protocolVersion: '16.1' });
    const late = await admin('device', 'cancel', id, '--reason', 'found');
    expect(late.status).toBe(1);
    expect(late.errors).toMatch(/^Too late: the device was given the command at \d{4}-.*, at 198\.51\.100\.7; /);
  });
});
