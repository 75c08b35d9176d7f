import { describe, expect, it } from 'vitest';
import { consoleContext, until, useEngine } from '@/engine/engine-under-test';
import { usePhones } from '@/engine/phones-under-test';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const { switchOn, seen, wipe, edit } = usePhones(engine, db);

/** At rest on push, with its mail. */
const isServed = ({ activity, memory }: { activity: string; memory: { items: Map<string, unknown> } }) =>
  activity === 'pinging' && memory.items.size > 0;

const compliantCount = async (policyId: string) => (await getPolicy(consoleContext(db), { policyId })).compliantCount;
const refusedCount = async () => (await getOverview(consoleContext(db))).policyRefusedCount;

const answers = [
  [2, 'applies its policy in part', 'partial', { treatPartialAsCompliant: true }, 139],
  [4, 'is managed elsewhere', 'external', { treatExternalAsCompliant: true }, 145],
] as const;

describe.each(answers)('a phone that answers %i, since it %s', (policyAnswer, _what, state, taking, refusal) => {
  it('is let in, shown so, and not counted as compliant, where devices that do not comply are let in', async () => {
    const made = await switchOn({ policyAnswer }, { allowNonProvisionable: true });
    await made.phone.waitUntil(isServed);
    expect(await seen(made.phone)).toMatchObject({ policyState: state, policy: { loop: null, rounds: 0 } });
    expect(await compliantCount(made.policy.id)).toBe(0);
    expect(made.mails()).toBeGreaterThanOrEqual(24);
  });

  it('gets mail and counts as compliant where the policy takes just this for compliance', async () => {
    const made = await switchOn({ policyAnswer }, taking);
    await made.phone.waitUntil(isServed);
    expect(await seen(made.phone)).toMatchObject({ policyState: state, policy: { loop: null } });
    expect(await compliantCount(made.policy.id)).toBe(1);
    expect(made.mails()).toBeGreaterThanOrEqual(24);
  });

  it('gets no mail where it does not, and is shown with what it said', async () => {
    const made = await switchOn({ policyAnswer });
    const [{ status }] = await made.phone.next('blocked');
    expect(status).toBe(refusal);
    expect((await seen(made.phone)).policyState).toBe(state);
    expect(await compliantCount(made.policy.id)).toBe(0);
    expect(made.mails()).toBe(0);
    expect(made.commands).not.toContain('FolderSync');
  });

  it('that was let in is kept out, its push ended, when its policy becomes strict, and let in again when it is eased', async () => {
    const made = await switchOn({ policyAnswer }, { allowNonProvisionable: true });
    await made.phone.waitUntil(isServed);
    await until(async () => engine.engine.held.isWatched(made.phone.config.user));
    const blocked = made.phone.next('blocked');
    const policy = await edit(made, { allowNonProvisionable: false });
    expect((await blocked)[0].status).toBe(refusal);
    const before = made.mails();
    await engine.backend.deliver(made.phone.config.user, Buffer.from('Subject: News\r\n\r\nHello'));
    await edit({ ...made, policy }, taking);
    made.endPause();
    await made.phone.waitUntil(isServed);
    await until(async () => made.mails() === before + 1);
    expect(await compliantCount(made.policy.id)).toBe(1);
  });

  it('is told a policy that is edited, keeps the key of its answer, and obeys a wipe', async () => {
    const made = await switchOn({ policyAnswer }, taking);
    await made.phone.waitUntil(isServed);
    await until(async () => engine.engine.held.isWatched(made.phone.config.user));
    const key = made.phone.client.policyKey;
    await edit(made, { settings: { MinDevicePasswordLength: 9 } });
    await made.phone.waitUntil(({ client, activity }) => client.policyKey !== key && activity === 'pinging');
    expect((await seen(made.phone)).policyState).toBe(state);
    await until(async () => engine.engine.held.isWatched(made.phone.config.user));
    await wipe(made.phone);
    await made.phone.waitUntil(({ activity }) => activity === 'wiped');
    expect((await seen(made.phone)).lastCommand).toMatchObject({ state: 'acknowledged' });
  });
});

it('a phone that applies its policy in part puts at least the password in force, and one that is managed elsewhere nothing', async () => {
  const lenient = { allowNonProvisionable: true, settings: { DevicePasswordEnabled: true, AllowCamera: false } };
  const partly = await switchOn({ policyAnswer: 2 }, lenient);
  await partly.phone.waitUntil(isServed);
  expect(partly.phone.memory.policy).toMatchObject({ DevicePasswordEnabled: true });
  expect(partly.phone.memory.policy).not.toHaveProperty('AllowCamera');
  const elsewhere = await switchOn({ policyAnswer: 4 }, lenient);
  await elsewhere.phone.waitUntil(isServed);
  expect(elsewhere.phone.memory.policy).toBeNull();
});

describe('a phone that refuses its policy', () => {
  it('gets mail, and is counted as one that refuses, where devices that do not comply are let in', async () => {
    const before = await refusedCount();
    const made = await switchOn({ policyAnswer: 3 }, { allowNonProvisionable: true });
    await made.phone.waitUntil(isServed);
    expect((await seen(made.phone)).policyState).toBe('refused');
    expect(await refusedCount()).toBe(before + 1);
    expect(await compliantCount(made.policy.id)).toBe(0);
    expect(made.mails()).toBeGreaterThanOrEqual(24);
  });

  it('gets none where they are not, and is not let in by rules for other answers either', async () => {
    const before = await refusedCount();
    const made = await switchOn({ policyAnswer: 3 }, { treatPartialAsCompliant: true, treatExternalAsCompliant: true });
    const [{ status }] = await made.phone.next('blocked');
    expect(status).toBe(139);
    expect((await seen(made.phone)).policyState).toBe('refused');
    expect(await refusedCount()).toBe(before + 1);
    expect(made.mails()).toBe(0);
  });
});

describe('a phone that knows nothing of policies', () => {
  it('gets mail where devices that do not comply are let in, and nothing is said of its policy', async () => {
    const made = await switchOn({ canProvision: false }, { allowNonProvisionable: true });
    await made.phone.waitUntil(isServed);
    expect((await seen(made.phone)).policyState).toBe('none');
    expect(made.commands).not.toContain('Provision');
  });

  it('is refused as one that cannot provision where they are not', async () => {
    const made = await switchOn({ canProvision: false });
    const [{ status }] = await made.phone.next('blocked');
    expect(status).toBe(141);
    expect(made.mails()).toBe(0);
  });
});
