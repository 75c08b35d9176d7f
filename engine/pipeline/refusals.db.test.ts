import { describe, expect, it } from 'vitest';
import { deviceOf, followPolicy, givePolicy, order, syncOf, collection, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import type { EasCommand } from '@/lib/protocol/eas/command';
import type { PolicyRules } from '@/lib/domain/policies/contract';
import { isAtLeast, knownProtocolVersions, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { WBXML_POLICY_TYPE } from '@/lib/protocol/eas/provision';
import { text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const settings = { DevicePasswordEnabled: true };

/** What the phone is told: the Status in the command's own document, or what HTTP says. */
async function ask(phone: EasClient, command: EasCommand, policyKey?: number | null): Promise<string> {
  const answer = await phone.raw(command, undefined, { policyKey });
  if (!answer.element) return `http ${answer.http}`;
  const { name, namespace } = answer.element;
  return `${namespace}:${name} ${text(answer.element, 'Status')}`;
}

const documents: Partial<Record<EasCommand, string>> = {
  FolderSync: 'FolderHierarchy:FolderSync',
  Sync: 'AirSync:Sync',
  Settings: 'Settings:Settings',
  ItemOperations: 'ItemOperations:ItemOperations',
  Search: 'Search:Search',
};

async function connect(protocolVersion: ProtocolVersion): Promise<EasClient> {
  const phone = engine.phone({ protocolVersion });
  await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
  return phone;
}

const isOld = (version: ProtocolVersion) => !isAtLeast(version, '14.0');

describe.each(knownProtocolVersions)('a %s phone', (version) => {
  const expected = (command: EasCommand, status: number, http: number) =>
    isOld(version) ? `http ${http}` : `${documents[command]} ${status}`;

  it('is asked to provision in the way of its version, and let in once it has', async () => {
    const phone = await connect(version);
    // Not more: the sixth demand in a row would be taken for a loop.
    for (const command of ['FolderSync', 'Sync', 'Settings', 'ItemOperations'] as const) {
      expect(await ask(phone, command, 0)).toBe(expected(command, 142, 449));
    }
    expect(await ask(phone, 'FolderSync', null)).toBe(expected('FolderSync', 141, 449));
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    expect(await ask(phone, 'FolderSync', (phone.policyKey ?? 0) + 1)).toBe(expected('FolderSync', 144, 449));
  });

  it('is told that a command is not served', async () => {
    const phone = await connect(version);
    await followPolicy(phone);
    // Of no version any more: it has no document in which a status could be.
    expect(await ask(phone, 'CreateCollection')).toBe('http 501');
  });

  it('gets "provision again" for everything once a wipe is queued, with or without a policy key', async () => {
    const phone = await connect(version);
    await followPolicy(phone);
    await order(db, phone, 'wipe');
    for (const command of ['FolderSync', 'Sync', 'Settings', 'ItemOperations', 'Search'] as const) {
      expect(await ask(phone, command)).toBe(expected(command, 140, 449));
    }
    expect(await ask(phone, 'FolderSync', null)).toBe(expected('FolderSync', 140, 403));
    // A Ping never carries a key; this device has one.
    expect(await ask(phone, 'Ping', null)).toBe(isOld(version) ? 'http 449' : 'Ping:Ping 140');
    expect((await phone.options()).http).toBe(200);
  });

  it('is refused in the way of its version when it is blocked, and the history says why, once', async () => {
    const phone = await connect(version);
    await followPolicy(phone);
    const device = await deviceOf(db, phone);
    await db.device.update({ where: { id: device.id }, data: { accessOverride: 'BLOCK', blockReason: 'BY_HAND' } });
    expect(await ask(phone, 'FolderSync')).toBe(expected('FolderSync', 129, 403));
    expect(await ask(phone, 'Sync')).toBe(expected('Sync', 129, 403));
    expect(await ask(phone, 'Ping')).toBe(isOld(version) ? 'http 403' : 'Ping:Ping 129');
    expect(await ask(phone, 'Provision')).toBe(isOld(version) ? 'http 403' : 'Provision:Provision 129');
    const { deviceKey } = device;
    const events = await db.deviceEvent.findMany({ where: { deviceKey, type: 'access_refused' } });
    expect(events.map(({ details }) => details)).toMatchObject([{ reason: 'by_hand', protocolVersion: version }]);
  });
});

describe('a policy that changes', () => {
  it('is demanded anew when it says something else to this phone, and not otherwise', async () => {
    const phone = engine.phone();
    const first = await givePolicy(db, phone.user, { settings: { ...settings, MinDevicePasswordLength: 4 } });
    await followPolicy(phone);
    await givePolicy(db, phone.user, { settings: { ...settings, MinDevicePasswordLength: 6 } });
    expect((await phone.folderSync('0')).response?.status).toBe(144);
    const mailbox = await db.mailbox.findUniqueOrThrow({ where: { name: phone.user } });
    await db.policyAssignment.update({ where: { mailboxId: mailbox.id }, data: { policyId: first.id } });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('is demanded anew when the refresh interval is over', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings, refreshIntervalHours: 24 });
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    const device = await deviceOf(db, phone);
    const dayAgo = new Date(Date.now() - 25 * 3_600_000);
    await db.device.update({ where: { id: device.id }, data: { policyKeyAt: dayAgo } });
    expect((await phone.folderSync('0')).response?.status).toBe(143);
  });
});

describe('a phone that was let in although it does not comply', () => {
  const letIn = async (status: number, rules: Partial<PolicyRules>) => {
    const phone = engine.phone();
    const policy = await givePolicy(db, phone.user, { settings, ...rules });
    await followPolicy(phone, status);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    const stricter = (more: Partial<PolicyRules>) =>
      db.policy.update({ where: { id: policy.id }, data: { allowNonProvisionable: false, ...more } });
    return { phone, stricter };
  };

  it.each([
    [2, 139],
    [3, 139],
    [4, 145],
  ])('and said %i is asked again once its policy insists, and then refused with %i', async (status, refusal) => {
    const { phone, stricter } = await letIn(status, { allowNonProvisionable: true });
    await stricter({});
    expect((await phone.folderSync('0')).response?.status).toBe(144);
    const told = await phone.provision({ policies: [{ policyType: WBXML_POLICY_TYPE }] });
    const policyKey = told.response?.policies?.[0]?.policyKey;
    const answer = await phone.provision({ policies: [{ policyType: WBXML_POLICY_TYPE, policyKey, status }] });
    expect(answer.response?.status).toBe(refusal);
    expect((await phone.folderSync('0')).response?.status).toBe(144);
  });

  it.each([
    [2, 'treatPartialAsCompliant'],
    [4, 'treatExternalAsCompliant'],
  ] as const)('and said %i goes on if its policy insists, but %s', async (status, rule) => {
    const { phone, stricter } = await letIn(status, { allowNonProvisionable: false, [rule]: true });
    await stricter({});
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    await stricter({ [rule]: false });
    expect((await phone.folderSync('0')).response?.status).toBe(144);
  });
});

describe('a phone that cannot provision', () => {
  it('is let in without a key if its policy lets such phones in', async () => {
    const phone = engine.phone({ policyKey: null });
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: true });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    // One that sends the field could provision.
    expect((await phone.folderSync('0', { policyKey: 0 })).response?.status).toBe(142);
  });

  it.each([
    [true, 200],
    [false, 503],
  ])('and goes round in circles is stopped (let in: %s)', async (allowNonProvisionable, http) => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings, allowNonProvisionable });
    for (let round = 0; round < 5; round += 1) expect((await phone.folderSync('0')).response?.status).toBe(142);
    expect((await phone.folderSync('0')).http).toBe(http);
    expect((await deviceOf(db, phone)).policyState).toBe('LOOPING');
  });

  it('may be desktop Outlook, which sends a key field all the same', async () => {
    const phone = engine.phone({ userAgent: 'Outlook/16.0 (16.0.17328.20162; C2R; x64)' });
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: true });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
    expect((await phone.folderSync('0')).response?.status).toBe(142);
  });
});

describe('the first look of a mail app, under a made-up id', () => {
  it('is told that all is well, gets nothing, and leaves no device behind', async () => {
    const probe = engine.phone({ deviceId: 'validate' });
    await givePolicy(db, probe.user, { settings, allowNonProvisionable: false });
    expect((await probe.folderSync('0')).response).toMatchObject({ status: 1, changes: { added: [] } });
    expect((await probe.provision({ policies: [{ policyType: 'MS-EAS-Provisioning-WBXML' }] })).response).toMatchObject(
      {
        status: 1,
        policies: [{ status: 2 }],
      },
    );
    expect((await probe.sync(syncOf(collection('1')))).response?.status).toBe(142);
    expect(await db.device.count({ where: { deviceKey: 'validate' } })).toBe(0);
    probe.password = 'wrong';
    expect((await probe.folderSync('0')).http).toBe(401);
  });
});

describe('a device that a person has removed', () => {
  it('registers anew with its next request', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const before = await deviceOf(db, phone);
    await db.device.delete({ where: { id: before.id } });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    expect((await deviceOf(db, phone)).id).not.toBe(before.id);
  });
});
