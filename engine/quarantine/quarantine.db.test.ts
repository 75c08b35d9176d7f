import { describe, expect, it } from 'vitest';
import { consoleContext, deviceOf, givePolicy, order, until, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { applyAccess } from '@/lib/domain/access/apply-access';
import type { AccessDraft } from '@/lib/domain/access/contract';
import { decideQuarantined } from '@/lib/domain/access/decide-quarantined';
import { getAccess } from '@/lib/domain/access/get-access';
import { switchMailbox } from '@/lib/domain/access/switch-eas';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { WAP_POLICY_TYPE } from '@/lib/protocol/eas/provision';
import type { SyncResponse } from '@/lib/protocol/eas/sync-response';
import { openAccess } from '@/scripts/testing/open-access';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const other = await useEngine(url);
const console_ = consoleContext(db);
const settings = { ...openAccess, noticeEn: 'Call 4711.', noticeDe: 'Rufen Sie 4711 an.' };

async function apply(draft: Partial<AccessDraft>): Promise<void> {
  const { revision } = await getAccess(console_);
  await applyAccess(console_, { settings, rules: [], ...draft, revision, reason: 'test' });
}

/** A rule for phones of this type only, so that the tests leave each other alone. */
const ruleFor = (deviceType: string, level: 'blocked' | 'quarantined', below = '17'): AccessDraft['rules'][number] => ({
  name: `Old ${deviceType}`,
  level,
  isEnabled: true,
  conditions: { deviceType: [deviceType], osVersion: { below } },
});

const sync = (phone: EasClient, collectionId: string, syncKey: string) =>
  phone.sync({
    isPartial: false,
    collections: [{ collectionId, syncKey, changes: [], deletesAsMoves: true, getChanges: syncKey !== '0' }],
  });

/** What a phone gets of a folder from nothing. */
async function syncAll(phone: EasClient, collectionId: string): Promise<SyncResponse | undefined> {
  const primed = await sync(phone, collectionId, '0');
  return (await sync(phone, collectionId, primed.response?.collections[0]?.syncKey ?? '')).response;
}

const report = (phone: EasClient, os: string) =>
  phone.settings([{ property: 'DeviceInformation', action: 'set', device: { model: 'X', os, osLanguage: 'de' } }]);

const inboxOf = (answer: Awaited<ReturnType<EasClient['folderSync']>>) =>
  answer.response?.changes?.added.filter(({ type }) => type === 2) ?? [];

describe('a phone that a rule keeps in quarantine', () => {
  it('loses its folders, reads one message in its language, and gets everything back when it is allowed', async () => {
    const phone = engine.phone({ deviceType: 'QuarA', deviceId: 'QUARA' });
    const real = await phone.folderSync('0');
    const realKey = real.response?.syncKey ?? '';
    await report(phone, 'Thing 16.2');
    await apply({ rules: [ruleFor('QuarA', 'quarantined')] });

    // The other front end decides by the same rules at once, and the key of the real folders is worth nothing.
    const elsewhere = other.phone({ user: phone.user, deviceId: 'QUARA', deviceType: 'QuarA' });
    expect((await elsewhere.folderSync(realKey)).response?.status).toBe(9);
    expect(inboxOf(await elsewhere.folderSync('0'))).toMatchObject([{ serverId: 'quarantine' }]);
    const start = await phone.folderSync('0');
    expect(start.response?.changes?.added).toHaveLength(1);
    expect(inboxOf(start)).toMatchObject([{ serverId: 'quarantine', displayName: 'Posteingang' }]);
    const [collection] = (await syncAll(phone, 'quarantine'))?.collections ?? [];
    expect(collection?.changes).toHaveLength(1);
    const text = JSON.stringify(collection?.changes);
    expect(text).toContain('Dieses Gerät wartet auf Freigabe');
    expect(text).toContain('Rufen Sie 4711 an.');
    expect(text).toContain('Old QuarA');

    // Nothing of the mailbox: not by its old folders, not by any other command.
    const realInbox = inboxOf(real)[0]?.serverId ?? '';
    expect((await sync(phone, realInbox, '0')).response?.collections[0]).toMatchObject({ status: 12 });
    for (const command of ['Search', 'MoveItems', 'SendMail', 'ResolveRecipients', 'FolderCreate'] as const) {
      const { element } = await phone.raw(command, undefined);
      expect(JSON.stringify(element)).toContain('130');
    }
    const device = await deviceOf(db, phone);
    expect(device.accessRuling).toBe('QUARANTINED');
    const waiting = await listDevices(console_, DeviceListQuery.parse({ access: ['quarantined'], search: phone.user }));
    expect(waiting.devices).toMatchObject([{ id: device.id, state: 'quarantined', access: 'quarantined' }]);

    const held = phone.ping({ heartbeatSeconds: 600, folders: [{ id: 'quarantine', class: 'Email' }] });
    const outcome = await decideQuarantined(console_, { deviceIds: [device.id], decision: 'allow', reason: 'known' });
    expect(outcome).toEqual({ decided: [device.id], skipped: [] });
    expect((await held).response?.status).toBe(7);
    expect((await phone.folderSync(start.response?.syncKey ?? '')).response?.status).toBe(9);
    const again = await phone.folderSync('0');
    expect(again.response?.changes?.added).toHaveLength(real.response?.changes?.added.length ?? 0);
    expect((await syncAll(phone, realInbox))?.collections[0]?.changes?.length).toBeGreaterThan(0);
    expect(await decideQuarantined(console_, { deviceIds: [device.id], decision: 'allow', reason: 'again' })).toEqual({
      decided: [],
      skipped: [device.id],
    });
  });

  it('frees itself by an update, whichever level the rule has', async () => {
    for (const level of ['quarantined', 'blocked'] as const) {
      const phone = engine.phone({ deviceType: `Quar-${level}` });
      await phone.folderSync('0');
      await report(phone, 'Thing 16');
      await apply({ rules: [ruleFor(`Quar-${level}`, level)] });
      expect((await phone.folderSync('0')).response).toMatchObject({ status: level === 'blocked' ? 129 : 1 });
      await report(phone, 'Thing 17.1');
      expect((await phone.folderSync('0')).response?.changes?.added.length).toBeGreaterThan(1);
      expect((await deviceOf(db, phone)).accessRuling).toBe('ALLOWED');
    }
  });

  it('comes at once when it is let in by other rules', async () => {
    const phone = engine.phone({ deviceType: 'QuarR' });
    await phone.folderSync('0');
    await report(phone, 'Thing 1');
    await apply({ rules: [ruleFor('QuarR', 'quarantined')] });
    expect((await phone.folderSync('0')).response?.changes?.added).toHaveLength(1);
    const held = phone.ping({ heartbeatSeconds: 600, folders: [{ id: 'quarantine', class: 'Email' }] });
    await until(async () => engine.engine.held.isWatched(phone.user));
    await apply({});
    expect((await held).response?.status).toBe(7);
    expect((await phone.folderSync('0')).response?.changes?.added.length).toBeGreaterThan(1);
  });

  it('is still wiped', async () => {
    const phone = engine.phone({ deviceType: 'QuarW' });
    await phone.folderSync('0');
    await report(phone, 'Thing 1');
    await apply({ rules: [ruleFor('QuarW', 'quarantined')] });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    await order(db, phone, 'wipe');
    expect((await phone.folderSync('0')).response?.status).toBe(140);
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true });
  });

  it('may provision, so that it is ready when it is let in', async () => {
    const phone = engine.phone({ deviceType: 'QuarP' });
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
    await apply({ settings: { ...settings, defaultLevel: 'quarantined' } });
    expect(inboxOf(await phone.folderSync('0'))).toMatchObject([{ displayName: 'Inbox' }]);
    const told = await phone.provision({ policies: [{ policyType: 'MS-EAS-Provisioning-WBXML' }] });
    expect(told.response?.policies?.[0]).toMatchObject({ status: 1 });
    await apply({});
    expect((await phone.folderSync('0')).response?.status).toBe(142);
  });

  it('of 12.1 is refused by HTTP where it may not go on', async () => {
    const phone = engine.phone({ deviceType: 'QuarO', protocolVersion: '12.1' });
    await phone.folderSync('0');
    await report(phone, 'Thing 1');
    await apply({ rules: [ruleFor('QuarO', 'quarantined')] });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    expect((await phone.raw('Search', undefined)).http).toBe(403);
  });

  it('of 2.5 reads the notice, named by its class alone, and has nothing else', async () => {
    const phone = engine.phone({ deviceType: 'PocketPC', protocolVersion: '2.5' });
    const real = await phone.folderSync('0');
    const rule = { name: 'Too old', level: 'quarantined' as const, isEnabled: true };
    await apply({ rules: [{ ...rule, conditions: { protocolVersion: { below: '12.1' } } }] });
    expect((await engine.phone({ protocolVersion: '12.1' }).folderSync('0')).response?.changes?.added).not.toHaveLength(
      1,
    );
    expect((await phone.folderSync(real.response?.syncKey ?? '')).response?.status).toBe(9);
    const start = await phone.folderSync('0');
    expect(start.response?.changes?.added).toMatchObject([{ serverId: 'quarantine', displayName: 'Inbox', type: 2 }]);

    const ofClass = { collectionId: '', class: 'Email', changes: [], deletesAsMoves: true };
    const primed = await phone.sync({ isPartial: false, collections: [{ ...ofClass, syncKey: '0' }] });
    const [named] = primed.response?.collections ?? [];
    expect(named).toMatchObject({ class: 'Email', collectionId: 'quarantine', status: 1 });
    for (const mimeSupport of [0, 2] as const) {
      const options = [{ bodyPreferences: [], bodyPartPreferences: [], mimeSupport, mimeTruncation: 8 }];
      const collections = [{ ...ofClass, syncKey: named?.syncKey ?? '', options }];
      const [notice] = (await phone.sync({ isPartial: false, collections })).response?.collections ?? [];
      expect(notice?.changes).toHaveLength(1);
      const text = JSON.stringify(notice?.changes);
      expect(text).toContain('This device is waiting for approval');
      expect(text).toContain(mimeSupport === 0 ? 'Protocol version: 2.5' : 'Auto-Submitted: auto-generated');
    }
    const realInbox = inboxOf(real)[0]?.serverId ?? '';
    expect((await sync(phone, realInbox, '0')).response?.collections[0]).toMatchObject({ status: 8 });
    for (const command of ['Search', 'MoveItems', 'SendMail', 'GetAttachment', 'Settings', 'ItemOperations'] as const) {
      expect((await phone.raw(command, undefined)).http).toBe(403);
    }

    const held = phone.ping({ heartbeatSeconds: 600, folders: [{ id: 'quarantine', class: 'Email' }] });
    await until(async () => engine.engine.held.isWatched(phone.user));
    await apply({});
    expect((await held).response?.status).toBe(7);
    expect((await phone.folderSync(start.response?.syncKey ?? '')).response?.status).toBe(9);
    expect((await phone.folderSync('0')).response?.changes?.added.length).toBeGreaterThan(1);
  });

  it('reads the notice also if its version cannot carry what its policy demands, and is refused once it is let in', async () => {
    const phone = engine.phone({ deviceType: 'PocketPC', protocolVersion: '2.5' });
    await givePolicy(db, phone.user, { settings: { AllowCamera: false }, allowNonProvisionable: false });
    await apply({ settings: { ...settings, defaultLevel: 'quarantined' } });
    expect(inboxOf(await phone.folderSync('0'))).toMatchObject([{ serverId: 'quarantine' }]);
    await apply({});
    expect((await phone.folderSync('0')).http).toBe(403);
    const { deviceKey } = await deviceOf(db, phone);
    const [event] = await db.deviceEvent.findMany({ where: { deviceKey, type: 'access_refused' } });
    expect(event?.details).toMatchObject({ reason: 'policy_needs_12.1' });
  });
});

describe('limits and switches', () => {
  it('a device too many waits, and comes in when another is blocked', async () => {
    await apply({ settings: { ...settings, maxDevices: 1 } });
    const first = engine.phone();
    const second = engine.phone({ user: first.user });
    expect((await first.folderSync('0')).response?.changes?.added.length).toBeGreaterThan(1);
    expect((await second.folderSync('0')).response?.changes?.added).toHaveLength(1);
    const { id } = await deviceOf(db, first);
    await db.device.update({ where: { id }, data: { accessOverride: 'BLOCK', blockReason: 'BY_HAND' } });
    expect((await second.folderSync('0')).response?.changes?.added.length).toBeGreaterThan(1);
    await apply({});
  });

  it('a mailbox that is switched off refuses every device with 126, and ends what it holds', async () => {
    const phone = engine.phone();
    const start = await phone.folderSync('0');
    const id = inboxOf(start)[0]?.serverId ?? '';
    const held = phone.ping({ heartbeatSeconds: 600, folders: [{ id, class: 'Email' }] });
    const { mailboxId } = await deviceOf(db, phone);
    await switchMailbox(console_, { mailboxId, isEasEnabled: false, reason: 'left' });
    expect([7, 126]).toContain((await held).response?.status);
    expect((await phone.folderSync('0')).response?.status).toBe(126);
    await switchMailbox(console_, { mailboxId, isEasEnabled: true, reason: 'back' });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('a version that is too old is blocked', async () => {
    await apply({ settings: { ...settings, minProtocolVersion: '16.0' } });
    const phone = engine.phone({ protocolVersion: '14.1' });
    expect((await phone.folderSync('0')).response?.status).toBe(129);
    await apply({});
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('of all versions 2.5 is the oldest', async () => {
    await apply({ settings: { ...settings, minProtocolVersion: '12.1' } });
    const phone = engine.phone({ protocolVersion: '2.5' });
    expect((await phone.folderSync('0')).http).toBe(403);
    expect((await phone.provision({ policies: [{ policyType: WAP_POLICY_TYPE }] })).http).toBe(403);
    expect((await deviceOf(db, phone)).accessRuling).toBe('BLOCKED');
    phone.protocolVersion = '12.1';
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    phone.protocolVersion = '2.5';
    expect((await phone.folderSync('0')).http).toBe(403);
    await apply({});
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('without the settings nobody gets anything but "try later"', async () => {
    const phone = engine.phone();
    await phone.folderSync('0');
    const row = await db.accessSettings.findUniqueOrThrow({ where: { id: 1 } });
    await db.accessSettings.delete({ where: { id: 1 } });
    expect((await phone.folderSync('0')).http).toBe(503);
    await db.accessSettings.create({ data: { ...row, autoBlock: row.autoBlock ?? {} } });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});
