import { expect, it } from 'vitest';
import { useEngine, givePolicy, consoleContext, until } from '@/engine/engine-under-test';
import { useDatabase } from '@/scripts/testing/database';
import { WBXML_POLICY_TYPE } from '@/lib/protocol/eas/provision';
import { queueCommand } from '@/lib/domain/commands/queue-command';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

it('goes the whole way', async () => {
  const phone = engine.phone();
  await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
  expect((await phone.options()).versions).toContain('16.1');
  expect((await phone.folderSync('0')).response).toMatchObject({ status: 142 });
  const first = await phone.provision({
    policies: [{ policyType: WBXML_POLICY_TYPE }],
    deviceInformation: { model: 'iPhone15,4' },
  });
  const key = first.response?.policies?.[0]?.policyKey ?? 0;
  expect(first.response).toMatchObject({ status: 1, deviceInformationStatus: 1 });
  const second = await phone.provision({ policies: [{ policyType: WBXML_POLICY_TYPE, policyKey: key, status: 1 }] });
  phone.policyKey = second.response?.policies?.[0]?.policyKey ?? 0;
  const folders = await phone.folderSync('0');
  expect(folders.response?.changes?.added.length).toBe(11);
  const col = (syncKey: string) => ({ syncKey, collectionId: 'inbox', deletesAsMoves: true, changes: [] });
  expect((await phone.sync({ collections: [col('0')], isPartial: false })).response?.collections[0]).toMatchObject({
    syncKey: '1',
    status: 1,
  });
  const mails = await phone.sync({ collections: [col('1')], isPartial: false });
  expect(mails.response?.collections[0]?.changes?.length).toBe(24);
  expect(mails.wireBytes).toBeLessThan(mails.body.length);
  expect((await phone.sync({ collections: [col('2')], isPartial: false })).response).toBeUndefined();
  const held = phone.ping({ heartbeatSeconds: 60, folders: [{ id: 'inbox', class: 'Email' }] });
  await until(async () => engine.engine.held.count === 1);
  const device = await db.device.findFirstOrThrow({ where: { mailbox: { name: phone.user } } });
  await queueCommand(consoleContext(db), { deviceId: device.id, kind: 'wipe', reason: 'lost' });
  expect((await held).response).toEqual({
    status: 7,
    folders: undefined,
    heartbeatSeconds: undefined,
    maxFolders: undefined,
  });
  expect((await phone.folderSync('1')).response?.status).toBe(140);
  expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: true });
  expect((await phone.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({
    status: 1,
    remoteWipe: false,
  });
  expect((await phone.folderSync('0')).response?.status).toBe(129);
});
