import { describe, expect, it } from 'vitest';
import {
  consoleContext,
  deviceOf,
  followPolicy,
  givePolicy,
  order,
  until,
  useEngine,
} from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { isAtLeast, knownProtocolVersions, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { WBXML_POLICY_TYPE as policyType } from '@/lib/protocol/eas/provision';
import { el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const settings = { DevicePasswordEnabled: true };

async function connect(protocolVersion: ProtocolVersion = '16.1'): Promise<EasClient> {
  const phone = engine.phone({ protocolVersion });
  await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
  await followPolicy(phone);
  await phone.folderSync('0');
  return phone;
}

const command = (id: string) => db.deviceCommand.findUniqueOrThrow({ where: { id } });
const actions = async (phone: EasClient) => {
  const where = { deviceKey: phone.deviceId.toLowerCase(), action: { startsWith: 'command_' } };
  const events = await db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
  return events.map(({ action }) => action);
};

/** A Ping that is held by now; `answer` is what it is told in the end. */
async function holdPing(phone: EasClient) {
  const before = engine.engine.held.count;
  const answer = phone.ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox', class: 'Email' }] });
  await until(async () => engine.engine.held.count > before);
  return { answer };
}

describe.each(knownProtocolVersions)('a wipe of a %s phone', (version) => {
  it('is handed out, acknowledged and in the history; the phone is refused afterwards', async () => {
    const phone = await connect(version);
    const { id } = await order(db, phone, 'wipe');
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true, policies: undefined });
    expect(await command(id)).toMatchObject({ state: 'DELIVERED', deliveredVersion: version, deliveries: 1 });
    const answer = await phone.provision({ remoteWipe: { status: 1 } });
    expect(answer.response).toMatchObject({ status: 1, remoteWipe: false });
    expect(await command(id)).toMatchObject({ state: 'ACKNOWLEDGED', answerStatus: '1', answerProof: 'PASSWORD' });
    expect(await actions(phone)).toEqual(['command_queued', 'command_delivered', 'command_acknowledged']);
    expect(await deviceOf(db, phone)).toMatchObject({ blockReason: 'WIPED', policyKey: null });
    const refused = await phone.folderSync('0');
    expect(refused.response?.status ?? refused.http).toBe(isAtLeast(version, '14.0') ? 129 : 403);
    // It may not have got the answer.
    expect((await phone.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({ status: 1 });
  });
});

describe('a wipe', () => {
  it('ends a held Ping, and the phone learns of it at its next request', async () => {
    const phone = await connect();
    const held = await holdPing(phone);
    await order(db, phone, 'wipe');
    expect((await held.answer).response?.status).toBe(7);
    expect((await phone.folderSync('1')).response?.status).toBe(140);
  });

  it('is handed out to a phone that sends an ordinary first phase, and keeps what that tells', async () => {
    const phone = await connect();
    await order(db, phone, 'wipe');
    const request = { policies: [{ policyType }], deviceInformation: { model: 'iPhone15,4' } };
    expect((await phone.provision(request)).response).toMatchObject({ remoteWipe: true, deviceInformationStatus: 1 });
    expect((await deviceOf(db, phone)).model).toBe('iPhone15,4');
  });

  it('that the phone says has failed is shown as failed, offered again, and can still succeed', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    await phone.provision({});
    const failed = await phone.provision({ remoteWipe: { status: 2 } });
    expect(failed.response).toMatchObject({ status: 2, remoteWipe: true });
    expect(await command(id)).toMatchObject({ state: 'FAILED', failures: 1, closedAt: null });
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true });
    expect(await command(id)).toMatchObject({ state: 'DELIVERED', deliveries: 2 });
    await phone.provision({ remoteWipe: { status: 1 } });
    expect((await command(id)).state).toBe('ACKNOWLEDGED');
  });

  it.each([
    ['inside of Policies', (report: ReturnType<typeof el>) => [el('Provision', 'Policies', [report])]],
    ['behind a stray Status', (report: ReturnType<typeof el>) => [el('Provision', 'Status', 1), report]],
    [
      'behind policies',
      (report: ReturnType<typeof el>) => [
        el('Provision', 'Policies', [el('Provision', 'Policy', [el('Provision', 'PolicyType', policyType)])]),
        report,
      ],
    ],
  ])('is acknowledged wherever the report stands: %s', async (_where, place) => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    await phone.provision({});
    const report = el('Provision', 'RemoteWipe', [el('Provision', 'Status', 1)]);
    await phone.raw('Provision', el('Provision', 'Provision', place(report)));
    expect((await command(id)).state).toBe('ACKNOWLEDGED');
  });

  it('cannot be ticked off by a phone that was never told', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    const answer = await phone.provision({ remoteWipe: { status: 1 } });
    expect(answer.response).toMatchObject({ status: 1, remoteWipe: true });
    expect((await command(id)).state).toBe('DELIVERED');
  });

  it('that was cancelled leaves the phone as it was', async () => {
    const phone = await connect();
    const { id } = await order(db, phone, 'wipe');
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    await cancelCommand(consoleContext(db), { commandId: id, reason: 'found' });
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: false });
    expect((await phone.folderSync('1')).response?.status).toBe(1);
  });

  it('reaches a phone that is blocked, too', async () => {
    const phone = await connect();
    const { id } = await deviceOf(db, phone);
    await db.device.update({ where: { id }, data: { accessOverride: 'BLOCK', blockReason: 'BY_HAND' } });
    await order(db, phone, 'wipe');
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
  });

  it('survives the removal of the device', async () => {
    const phone = await connect();
    const wipe = await order(db, phone, 'wipe');
    const { id } = await deviceOf(db, phone);
    await db.device.delete({ where: { id } });
    expect((await phone.folderSync('1')).response?.status).toBe(140);
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
    await phone.provision({ remoteWipe: { status: 1 } });
    expect((await command(wipe.id)).state).toBe('ACKNOWLEDGED');
    expect((await phone.folderSync('0')).response?.status).toBe(129);
  });
});

describe('a delete', () => {
  it('removes only the account from a phone that speaks 16.1', async () => {
    const phone = await connect('16.1');
    const { id } = await order(db, phone, 'delete');
    expect((await phone.provision({})).response).toMatchObject({
      status: 1,
      remoteWipe: false,
      accountOnlyRemoteWipe: true,
    });
    // A report on something else is none on this.
    expect((await phone.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({
      accountOnlyRemoteWipe: true,
    });
    expect((await command(id)).state).toBe('DELIVERED');
    await phone.provision({ accountOnlyRemoteWipe: { status: 1 } });
    expect(await command(id)).toMatchObject({ state: 'ACKNOWLEDGED', method: 'ACCOUNT_ONLY_REMOTE_WIPE' });
    expect(await deviceOf(db, phone)).toMatchObject({ blockReason: 'DELETED', removedAt: expect.any(Date) });
    expect((await phone.folderSync('0')).response?.status).toBe(129);
  });

  it.each(['12.1', '14.1', '16.0'] as const)('refuses a phone that speaks %s, and never wipes it', async (version) => {
    const phone = await connect(version);
    const held = await holdPing(phone);
    const { id } = await order(db, phone, 'delete');
    expect((await held.answer).response?.status).toBe(7);
    const refused = await phone.folderSync('1');
    expect(refused.response?.status ?? refused.http).toBe(version === '12.1' ? 403 : 129);
    expect(await command(id)).toMatchObject({ state: 'ENFORCED', method: 'REFUSE_ACCESS', deliveredVersion: version });
    const provision = await phone.provision({});
    expect(provision.response?.remoteWipe ?? false).toBe(false);
    expect(provision.response?.status ?? provision.http).toBe(version === '12.1' ? 403 : 129);
    const events = await db.deviceEvent.findMany({
      where: { deviceKey: phone.deviceId.toLowerCase(), type: 'access_refused' },
    });
    expect(events).toMatchObject([{ details: { reason: 'deleted' } }]);
  });

  it('is not turned into a full wipe when the phone comes with an older version', async () => {
    const phone = await connect('16.1');
    const { id } = await order(db, phone, 'delete');
    phone.protocolVersion = '14.1';
    expect((await phone.provision({})).response).toMatchObject({ status: 129, remoteWipe: false });
    expect((await command(id)).state).toBe('QUEUED');
    phone.protocolVersion = '16.1';
    expect((await phone.provision({})).response).toMatchObject({ accountOnlyRemoteWipe: true });
  });
});
