import { beforeEach, describe, expect, it } from 'vitest';
import {
  collection,
  consoleContext,
  deviceOf,
  followPolicy,
  givePolicy,
  order,
  syncOf,
  until,
  useEngine,
} from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { applyAccess } from '@/lib/domain/access/apply-access';
import { getAccess } from '@/lib/domain/access/get-access';
import type { AutoBlockSettings, RateLimit } from '@/lib/domain/auto-block/contract';
import { endAutoBlock } from '@/lib/domain/auto-block/end-auto-block';
import { useDatabase } from '@/scripts/testing/database';
import { autoBlockOff } from '@/scripts/testing/auto-block-off';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const other = await useEngine(url);
const console_ = consoleContext(db);
const MINUTE_MS = 60_000;
/** For both front ends: their clocks go alike. */
const passTime = (ms: number) => [engine, other].forEach((each) => each.passTime(ms));

async function allow(limits: Partial<AutoBlockSettings['limits']>, blockMinutes = 30): Promise<void> {
  const { revision, settings, rules } = await getAccess(console_);
  const autoBlock = { isEnabled: true, limits: { ...autoBlockOff.limits, ...limits }, blockMinutes };
  await applyAccess(console_, { revision, rules, settings: { ...settings, autoBlock }, reason: 'test' });
}

const five: RateLimit = { count: 5, minutes: 10 };
const auditsOf = (phone: EasClient, action: string) => db.auditEvent.count({ where: { mailbox: phone.user, action } });
const retryAfter = async (phone: EasClient) => {
  const answer = await phone.folderSync('1');
  return [answer.http, Number(answer.headers['retry-after'])];
};

/** Syncs the inbox from the start each time. */
async function startOver(phone: EasClient, times: number): Promise<number[]> {
  const answers = [];
  for (let time = 0; time < times; time += 1) answers.push((await phone.sync(syncOf(collection('0')))).http);
  return answers;
}

beforeEach(() => allow({}));

describe('a phone that does something senselessly often', () => {
  it('is told to try later from then on, a quarter of an hour at most at a time, and the history says what for', async () => {
    await allow({ sameSyncKey: five });
    const phone = engine.phone();
    await phone.folderSync('0');
    expect(await startOver(phone, 6)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await startOver(phone, 1)).toEqual([503]);
    expect(await retryAfter(phone)).toEqual([503, 900]);
    const device = await deviceOf(db, phone);
    expect(device.autoBlock).toMatchObject({ kind: 'sameSyncKey', count: 6, limit: 5, minutes: 10 });
    passTime(25 * MINUTE_MS);
    const [, seconds = 0] = await retryAfter(phone);
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThanOrEqual(300);
    expect(await auditsOf(phone, 'device_auto_blocked')).toBe(1);
    const refusals = { mailbox: phone.user, type: 'access_refused' };
    expect(await db.deviceEvent.findFirstOrThrow({ where: refusals })).toMatchObject({
      details: { reason: 'auto_block' },
    });
  });

  it('is let in again to the second when its time is over, and blocked again if it goes on', async () => {
    await allow({ sameSyncKey: five });
    const phone = engine.phone();
    await phone.folderSync('0');
    await startOver(phone, 6);
    passTime(31 * MINUTE_MS);
    expect(await startOver(phone, 1)).toEqual([200]);
    // What it does about the moment that the end comes into the history is forgotten.
    await until(async () => (await auditsOf(phone, 'device_auto_block_ended')) === 1);
    passTime(MINUTE_MS);
    const answers = await startOver(phone, 7);
    expect([answers[0], answers[6]]).toEqual([200, 503]);
    passTime(31 * MINUTE_MS);
    // Nobody has to come for it to end in the history too.
    await until(async () => (await auditsOf(phone, 'device_auto_block_ended')) === 2);
    expect((await deviceOf(db, phone)).autoBlockedUntil).toBeNull();
  });

  it.each([
    ['starts over with its folders', { folderRestart: five }, (phone: EasClient) => phone.folderSync('0')],
    ['provisions', { provision: five }, (phone: EasClient) => phone.provision({ policies: [] })],
    ['asks for anything', { anyCommand: five }, (phone: EasClient) => phone.folderSync('7')],
  ])('is blocked when it %s', async (_what, limits, act) => {
    await allow(limits);
    const phone = engine.phone();
    const answers = [];
    for (let time = 0; time < 7; time += 1) answers.push((await act(phone)).http);
    expect(answers.slice(0, 6)).not.toContain(503);
    expect(answers[6]).toBe(503);
  });

  it('is caught although its requests come to different front ends', async () => {
    await allow({ anyCommand: { count: 20, minutes: 10 } });
    const here = engine.phone();
    const there = other.phone({ user: here.user, deviceId: here.deviceId });
    let requests = 0;
    let http = 200;
    while (http !== 503 && requests < 60) {
      http = (await (requests % 2 === 0 ? here : there).folderSync('7')).http;
      requests += 1;
    }
    // Each front end may have gathered a tenth before it shared it.
    expect(requests).toBeGreaterThan(21);
    expect(requests).toBeLessThanOrEqual(26);
    expect((await here.folderSync('7')).http).toBe(503);
    expect((await there.folderSync('7')).http).toBe(503);
    expect(await auditsOf(here, 'device_auto_blocked')).toBe(1);
  });

  it('loses a request that is held when it is blocked by another', async () => {
    await allow({ folderRestart: five });
    const phone = engine.phone();
    await phone.folderSync('0');
    const held = phone.ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox', class: 'Email' }] });
    await until(async () => engine.engine.held.isWatched(phone.user));
    for (let time = 0; time < 4; time += 1) await phone.folderSync('0');
    expect(engine.engine.held.isWatched(phone.user)).toBe(true);
    await phone.folderSync('0');
    // Sent to a FolderSync, which it does at once, and is told there.
    expect((await held).response?.status).toBe(7);
    expect((await phone.folderSync('1')).http).toBe(503);
  });

  it('still gets its wipe, and is wiped', async () => {
    await allow({ folderRestart: five });
    const phone = engine.phone();
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
    await followPolicy(phone);
    for (let time = 0; time < 6; time += 1) await phone.folderSync('0');
    expect((await phone.folderSync('0')).http).toBe(503);
    const command = await order(db, phone, 'wipe');
    expect((await phone.folderSync('0')).response?.status).toBe(140);
    phone.policyKey = 0;
    expect((await phone.provision({ policies: [] })).response).toMatchObject({ remoteWipe: true });
    await phone.provision({ remoteWipe: { status: 1 } });
    expect(await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } })).toMatchObject({
      state: 'ACKNOWLEDGED',
    });
  });

  it('is let in at once by a person, and counted anew by every front end', async () => {
    await allow({ anyCommand: five });
    const here = engine.phone();
    const there = other.phone({ user: here.user, deviceId: here.deviceId });
    for (let time = 0; time < 3; time += 1) for (const each of [here, there]) await each.folderSync('7');
    expect((await there.folderSync('7')).http).toBe(503);
    const { id: deviceId } = await deviceOf(db, here);
    await endAutoBlock({ ...console_, now: engine.engine.now }, { deviceId, reason: 'updated' });
    for (const each of [here, there]) expect((await each.folderSync('7')).http).toBe(200);
  });
});

describe('nothing is counted', () => {
  it('while automatic blocks are off, or a limit is empty', async () => {
    const phone = engine.phone();
    for (let time = 0; time < 12; time += 1) expect((await phone.folderSync('0')).http).toBe(200);
    expect(await db.deviceRate.count({ where: { deviceId: (await deviceOf(db, phone)).id } })).toBe(0);
  });

  it('of a phone that an order waits for', async () => {
    await allow({ anyCommand: five });
    const phone = engine.phone();
    await phone.folderSync('0');
    await order(db, phone, 'wipe');
    for (let time = 0; time < 12; time += 1) expect((await phone.folderSync('0')).response?.status).toBe(140);
    expect((await deviceOf(db, phone)).autoBlock).toBeNull();
  });
});
