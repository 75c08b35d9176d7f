import { describe, expect, it } from 'vitest';
import { consoleContext, deviceOf, followPolicy, givePolicy, useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { isAtLeast, knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';
import { type IssuedPolicy, policyTypeOf, WBXML_POLICY_TYPE as policyType } from '@/lib/protocol/eas/provision';
import { readProvisionDocument } from '@/lib/protocol/eas/provision-document';
import { settingsOfWap } from '@/lib/protocol/eas/wap-provisioning';
import { el } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };
const initial = { policies: [{ policyType }] };

const firstPhase = (phone: EasClient) => ({ policies: [{ policyType: policyTypeOf(phone.protocolVersion) }] });

/** What the document says, in the form of its version. */
const settingsIn = ({ document, wapText }: IssuedPolicy) =>
  wapText === undefined ? document && readProvisionDocument(document) : settingsOfWap(wapText);

async function told(phone: EasClient) {
  const answer = await phone.provision(firstPhase(phone));
  const policy = answer.response?.policies?.[0];
  return { policyKey: policy?.policyKey ?? 0, document: policy && settingsIn(policy) };
}

const acknowledge = (phone: EasClient, policyKey: number, status = 1) =>
  phone.provision({ policies: [{ policyType: policyTypeOf(phone.protocolVersion), policyKey, status }] });

describe.each(knownProtocolVersions)('Provision in %s', (protocolVersion) => {
  it('hands out the policy in force and then a key that lets the device in', async () => {
    const phone = engine.phone({ protocolVersion });
    await givePolicy(db, phone.user, { settings, allowNonProvisionable: false });
    const answer = await phone.provision({
      ...firstPhase(phone),
      deviceInformation: { model: 'Pixel 9', imei: '35-1', os: 'Android 15' },
    });
    expect(answer.response).toMatchObject({ status: 1, deviceInformationStatus: 1, remoteWipe: false });
    const policy = answer.response?.policies?.[0];
    expect(policy).toMatchObject({ policyType: policyTypeOf(protocolVersion), status: 1 });
    const document = policy && settingsIn(policy);
    expect(document).toMatchObject({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
    expect(document?.AllowCamera).toBe(protocolVersion === '2.5' ? undefined : true);
    expect(policy?.policyKey).toBeGreaterThan(0);

    // The temporary key is good for the acknowledgement and for nothing else.
    const early = await phone.folderSync('0', { policyKey: policy?.policyKey });
    expect(early.response?.status ?? early.http).toBe(isAtLeast(protocolVersion, '14.0') ? 142 : 449);
    const accepted = (await acknowledge(phone, policy?.policyKey ?? 0)).response;
    expect(accepted).toMatchObject({ status: 1, policies: [{ status: 1, document: undefined }] });
    const key = accepted?.policies?.[0]?.policyKey ?? 0;
    expect([0, policy?.policyKey]).not.toContain(key);
    expect((await phone.folderSync('0', { policyKey: key })).response?.status).toBe(1);
    expect(await deviceOf(db, phone)).toMatchObject({
      policyState: 'APPLIED',
      policyKey: BigInt(key),
      model: 'Pixel 9',
      imei: '35-1',
      os: 'Android 15',
    });
  });

  it('asks again if the policy was edited between the two phases', async () => {
    const phone = engine.phone({ protocolVersion });
    await givePolicy(db, phone.user, { settings });
    const first = await told(phone);
    await givePolicy(db, phone.user, { settings: { ...settings, MinDevicePasswordLength: 8 } });
    const key = (await acknowledge(phone, first.policyKey)).response?.policies?.[0]?.policyKey ?? 0;
    const again = await phone.folderSync('0', { policyKey: key });
    expect(again.response?.status ?? again.http).toBe(isAtLeast(protocolVersion, '14.0') ? 144 : 449);
    const second = await told(phone);
    expect(second.document).toMatchObject({ MinDevicePasswordLength: 8 });
  });
});

describe('an acknowledgement', () => {
  it('with a wrong key is answered with Status 5 and leaves everything as it was', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings });
    const { policyKey } = await told(phone);
    expect((await acknowledge(phone, policyKey + 1)).response).toMatchObject({ status: 1, policies: [{ status: 5 }] });
    expect((await deviceOf(db, phone)).policyKey).toBeNull();
    expect((await acknowledge(phone, policyKey)).response).toMatchObject({ policies: [{ status: 1 }] });
    expect((await acknowledge(phone, policyKey)).response).toMatchObject({ policies: [{ status: 5 }] });
  });

  it.each([
    [2, true, { status: 1, policies: [{ status: 1 }] }, 'PARTIAL'],
    [2, false, { status: 139 }, 'PARTIAL'],
    [3, true, { status: 1, policies: [{ status: 1 }] }, 'REFUSED'],
    [3, false, { status: 139 }, 'REFUSED'],
    [4, true, { status: 1, policies: [{ status: 1 }] }, 'EXTERNAL'],
    [4, false, { status: 145 }, 'EXTERNAL'],
  ])('of client Status %i, lenient %s', async (status, allowNonProvisionable, answer, policyState) => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings, allowNonProvisionable });
    const { policyKey } = await told(phone);
    expect((await acknowledge(phone, policyKey, status)).response).toMatchObject(answer);
    expect((await deviceOf(db, phone)).policyState).toBe(policyState);
  });

  it('may have its children in any order', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings });
    const { policyKey } = await told(phone);
    const document = el('Provision', 'Provision', [
      el('Provision', 'Policies', [
        el('Provision', 'Policy', [
          el('Provision', 'Status', 1),
          el('Provision', 'PolicyKey', policyKey),
          el('Provision', 'PolicyType', policyType),
        ]),
      ]),
    ]);
    await phone.raw('Provision', document);
    expect((await deviceOf(db, phone)).policyState).toBe('APPLIED');
  });
});

describe('a request that names no policy or an unknown one', () => {
  it('is answered with Policy Status 3 for a type that is not known', async () => {
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings });
    const answer = await phone.provision({ policies: [{ policyType: 'MS-WAP-Provisioning-XML' }, { policyType }] });
    expect(answer.response).toMatchObject({ status: 1, policies: [{ status: 3 }, { status: 1 }] });
  });

  it('is answered with Provision Status 2 for a policy without a type', async () => {
    const phone = engine.phone();
    expect((await phone.provision({ policies: [{}] })).response).toMatchObject({ status: 2, policies: undefined });
  });

  it('is answered without a directive when no order waits', async () => {
    const phone = engine.phone();
    expect((await phone.provision({})).response).toMatchObject({ status: 1, remoteWipe: false });
    expect((await phone.raw('Provision')).http).toBe(200);
  });
});

describe('a mailbox without a policy', () => {
  it('has its phones told so, and lets them in', async () => {
    const phone = engine.phone();
    expect((await phone.provision(initial)).response).toMatchObject({ status: 1, policies: [{ status: 2 }] });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});

describe('an exception', () => {
  it('makes a phone take back the policy it follows, and asks nothing of one that never had any', async () => {
    const followed = engine.phone();
    await givePolicy(db, followed.user, { settings });
    await followPolicy(followed);
    const input = { mailbox: followed.user, reason: 'board member', approvedBy: 'CISO', endsAt: null };
    await addException(consoleContext(db), input);
    expect((await followed.folderSync('0')).response?.status).toBe(144);
    const { document } = await told(followed);
    expect(document).toMatchObject({ DevicePasswordEnabled: false });
    await followPolicy(followed);
    expect((await followed.folderSync('0')).response?.status).toBe(1);

    const fresh = engine.phone({ user: followed.user, deviceId: 'FRESH' });
    expect((await fresh.folderSync('0')).response?.status).toBe(1);
    expect((await fresh.provision(initial)).response).toMatchObject({ policies: [{ status: 2 }] });
  });
});

describe('device information', () => {
  it('is kept from Settings as well, and what is left out stays', async () => {
    const phone = engine.phone({ protocolVersion: '14.0' });
    const set = (device: object) => phone.settings([{ property: 'DeviceInformation', action: 'set', device }]);
    expect((await set({ model: 'Nokia', phoneNumber: '+49 30 1' })).response).toMatchObject({
      answers: [{ status: 1 }],
    });
    await set({ friendlyName: 'Anna’s phone' });
    expect(await deviceOf(db, phone)).toMatchObject({
      model: 'Nokia',
      phoneNumber: '+49 30 1',
      friendlyName: 'Anna’s phone',
    });
  });
});
