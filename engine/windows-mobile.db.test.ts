import { afterEach, describe, expect, it } from 'vitest';
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
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import { windowsMobile } from '@/engine/testing/phone-profiles';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';
import type { PolicyRules, PolicySettings } from '@/lib/domain/policies/contract';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { WAP_POLICY_TYPE, WBXML_POLICY_TYPE } from '@/lib/protocol/eas/provision';
import { readWapProvisioning } from '@/lib/protocol/eas/wap-provisioning';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const closed = await useEngine(url);
const phones: SimulatedPhone[] = [];

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
});

function switchOn(habits: Partial<PhoneHabits> = {}, engineUrl = engine.url): SimulatedPhone {
  const number = phones.length + 1;
  const user = `wm${Date.now()}-${number}@example.com`;
  const device = { deviceId: `WM${Date.now()}${number}`, profile: windowsMobile, habits };
  const phone = new SimulatedPhone({ engineUrl, owner: 'Owner', user, password: 'demo', ...device });
  phones.push(phone);
  return phone;
}

const rowOf = (phone: SimulatedPhone) =>
  db.device.findFirst({
    where: { mailbox: { name: phone.config.user }, deviceKey: phone.config.deviceId.toLowerCase() },
  });

async function orderFor(phone: SimulatedPhone, kind: 'wipe' | 'delete') {
  const device = await rowOf(phone);
  return queueCommand(consoleContext(db), { deviceId: device?.id ?? '', kind, reason: 'lost' });
}

async function connect(rules: Partial<PolicyRules> & { settings: Partial<PolicySettings> }): Promise<EasClient> {
  const phone = engine.phone({ protocolVersion: '2.5', deviceType: 'PocketPC', userAgent: 'MSFT-PPC/5.2.1622' });
  await givePolicy(db, phone.user, rules);
  return phone;
}

describe('a Windows Mobile phone', () => {
  it('sets itself up, follows its policy, reads its mail, is woken by a new one, and obeys a wipe', async () => {
    const phone = switchOn();
    await givePolicy(db, phone.config.user, {
      settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4, MaxInactivityTimeDeviceLock: 900 },
      allowNonProvisionable: false,
    });
    const commands: string[] = [];
    let mails = 0;
    phone.on('contact', ({ command }) => commands.push(command));
    phone.on('mail', ({ added }) => (mails += added));
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    expect(commands.slice(0, 5)).toEqual(['OPTIONS', 'Provision', 'Provision', 'FolderSync', 'Sync']);
    expect(commands).not.toContain('Settings');
    expect(phone.client.protocolVersion).toBe('2.5');
    expect(phone.memory.policy).toMatchObject({
      DevicePasswordEnabled: true,
      MinDevicePasswordLength: 4,
      MaxInactivityTimeDeviceLock: 900,
    });
    expect(await rowOf(phone)).toMatchObject({ policyState: 'APPLIED', protocolVersion: '2.5' });
    expect(mails).toBeGreaterThanOrEqual(24);

    const before = mails;
    await engine.backend.deliver(phone.config.user, Buffer.from('Subject: News\r\n\r\nHello'));
    await until(async () => mails === before + 1 && engine.engine.held.isWatched(phone.config.user));

    const command = await orderFor(phone, 'wipe');
    await until(async () => phone.activity === 'wiped');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row).toMatchObject({ state: 'ACKNOWLEDGED', answerProof: 'PASSWORD', answerVersion: '2.5' });
    expect(await rowOf(phone)).toMatchObject({ blockReason: 'WIPED' });
  });

  it('is told of a policy that is edited while it holds a Ping, and puts it in force', async () => {
    const phone = switchOn();
    const { user } = phone.config;
    await givePolicy(db, user, { settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4 } });
    phone.start();
    await until(async () => engine.engine.held.isWatched(user));
    const answers: number[] = [];
    phone.on('contact', ({ http }) => answers.push(http));
    await givePolicy(db, user, { settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 8 } });
    await phone.waitUntil(({ memory }) => memory.policy?.MinDevicePasswordLength === 8);
    expect(answers).toContain(449);
    await until(async () => engine.engine.held.isWatched(user));
    expect(await rowOf(phone)).toMatchObject({ policyState: 'APPLIED', policyRounds: 0 });
  });

  it('provisions when it is told to by HTTP 449, and is offered a wipe again that it failed at', async () => {
    const phone = switchOn({ provisionsFirst: false, failedWipes: 1, retryMs: 1 });
    await givePolicy(db, phone.config.user, { settings: { DevicePasswordEnabled: true } });
    const answers: number[] = [];
    phone.on('contact', ({ http }) => answers.push(http));
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    expect(answers).toContain(449);
    const command = await orderFor(phone, 'wipe');
    await until(async () => phone.activity === 'wiped');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row).toMatchObject({ state: 'ACKNOWLEDGED', failures: 1 });
  });

  it('is refused from its next contact on, and keeps what it has, when only its account is to go', async () => {
    const phone = switchOn({ retryMs: 1 });
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    const command = await orderFor(phone, 'delete');
    await until(async () => phone.activity === 'blocked');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row.state).toBe('ENFORCED');
    expect(phone.memory.items.size).toBeGreaterThan(0);
  });

  it('cannot be set up where 2.5 is not switched on', async () => {
    const phone = switchOn({ retryMs: 60_000 }, closed.url);
    phone.start();
    await until(async () => phone.activity === 'waiting');
    expect(phone.memory.hasVersion).toBe(false);
    expect(await rowOf(phone)).toBeNull();
  });
});

describe('2.5', () => {
  it('is offered and served only where it is switched on', async () => {
    expect((await engine.phone().options()).versions).toEqual(['2.5', '12.1', '14.0', '14.1', '16.0', '16.1']);
    expect((await closed.phone().options()).versions).toEqual(['12.1', '14.0', '14.1', '16.0', '16.1']);
    const answer = await closed.phone({ protocolVersion: '2.5' }).folderSync('0');
    expect(answer).toMatchObject({ http: 400, element: undefined });
    expect((await engine.phone({ protocolVersion: '2.5' }).folderSync('0')).response?.status).toBe(1);
  });

  it('has no base64 query', async () => {
    const phone = engine.phone({ protocolVersion: '2.5', queryForm: 'base64' });
    expect((await phone.folderSync('0')).http).toBe(400);
  });

  it.each(['Settings', 'ItemOperations', 'Find', 'CreateCollection'] as const)('has no %s', async (command) => {
    expect((await engine.phone({ protocolVersion: '2.5' }).raw(command)).http).toBe(501);
  });

  it('tells a mail app that only looks around that there is no policy, of its own type', async () => {
    const probe = engine.phone({ protocolVersion: '2.5', deviceId: 'validate' });
    const { response } = await probe.provision({ policies: [{ policyType: WAP_POLICY_TYPE }] });
    expect(response?.policies).toMatchObject([{ policyType: WAP_POLICY_TYPE, status: 2 }]);
  });
});

describe('provisioning in 2.5', () => {
  const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };

  it('hands out the policy as text, and keys as in every version', async () => {
    const phone = await connect({ settings, allowNonProvisionable: false });
    expect((await phone.folderSync('0')).http).toBe(449);
    const told = await phone.provision({ policies: [{ policyType: WAP_POLICY_TYPE }] });
    expect(told.response?.status).toBe(1);
    const [policy] = told.response?.policies ?? [];
    expect(policy).toMatchObject({ policyType: WAP_POLICY_TYPE, status: 1, document: undefined });
    const parameters = readWapProvisioning(policy?.wapText ?? '').map(({ name, value }) => `${name}=${value}`);
    expect(parameters).toContain('4131=0');
    expect(parameters).toContain('MinimumPasswordLength=6');

    const policyType = WAP_POLICY_TYPE;
    const wrong = await phone.provision({ policies: [{ policyType, policyKey: 1, status: 1 }] });
    expect(wrong.response?.policies).toMatchObject([{ policyType, status: 5 }]);
    const done = await phone.provision({ policies: [{ policyType, policyKey: policy?.policyKey, status: 1 }] });
    const key = done.response?.policies?.[0]?.policyKey;
    expect(key).not.toBe(policy?.policyKey);
    expect((await phone.folderSync('0', { policyKey: key })).response?.status).toBe(1);
    expect((await phone.folderSync('0', { policyKey: (key ?? 0) + 1 })).http).toBe(449);
  });

  it('has one policy type, and the other versions another', async () => {
    const phone = await connect({ settings });
    const wrong = await phone.provision({ policies: [{ policyType: WBXML_POLICY_TYPE }] });
    expect(wrong.response?.policies).toMatchObject([{ policyType: WBXML_POLICY_TYPE, status: 3 }]);
    phone.protocolVersion = '12.1';
    const other = await phone.provision({ policies: [{ policyType: WAP_POLICY_TYPE }] });
    expect(other.response?.policies).toMatchObject([{ policyType: WAP_POLICY_TYPE, status: 3 }]);
  });

  it('is asked for again only if what 2.5 carries has changed', async () => {
    const phone = await connect({ settings });
    await followPolicy(phone);
    await givePolicy(db, phone.user, { settings: { ...settings, AllowCamera: false, MaxAttachmentSize: 5 } });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    await givePolicy(db, phone.user, { settings: { ...settings, MaxDevicePasswordFailedAttempts: 8 } });
    expect((await phone.folderSync('0')).http).toBe(449);
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('is asked for again by a phone that comes with another version', async () => {
    const phone = await connect({ settings });
    await followPolicy(phone);
    phone.protocolVersion = '12.1';
    expect((await phone.folderSync('0')).http).toBe(449);
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});

describe('a policy that demands what 2.5 cannot carry', () => {
  const settings = { DevicePasswordEnabled: true, RequireDeviceEncryption: true };

  it('lets the phone in if it is lenient', async () => {
    const phone = await connect({ settings, allowNonProvisionable: true });
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });

  it('refuses it otherwise, also at Provision, with the reason in its history, and still wipes it', async () => {
    const phone = await connect({ settings, allowNonProvisionable: false });
    expect((await phone.folderSync('0')).http).toBe(403);
    const policies = [{ policyType: WAP_POLICY_TYPE }];
    expect((await phone.provision({ policies })).http).toBe(403);
    const { deviceKey } = await deviceOf(db, phone);
    const [event] = await db.deviceEvent.findMany({ where: { deviceKey, type: 'access_refused' } });
    expect(event?.details).toMatchObject({ reason: 'policy_needs_12.1', protocolVersion: '2.5' });
    await order(db, phone, 'wipe');
    expect((await phone.provision({ policies })).response).toMatchObject({ status: 1, remoteWipe: true });
    expect((await phone.provision({ remoteWipe: { status: 1 } })).response?.status).toBe(1);
    expect((await phone.provision({ policies })).http).toBe(403);
  });

  it('ends the Ping of a phone that was let in before', async () => {
    const phone = await connect({ settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
    await followPolicy(phone);
    await phone.folderSync('0');
    const folders = [{ id: 'inbox', class: 'Email' }];
    const ping = phone.ping({ heartbeatSeconds: 300, folders });
    await until(async () => engine.engine.held.isWatched(phone.user));
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
    expect((await ping).response?.status).toBe(7);
    expect((await phone.folderSync('1')).http).toBe(403);
  });
});
