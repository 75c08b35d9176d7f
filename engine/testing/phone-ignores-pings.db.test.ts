import { describe, expect, it } from 'vitest';
import { until, useEngine } from '@/engine/engine-under-test';
import { type ReactingPhone, usePhones } from '@/engine/phones-under-test';
import type { PhoneProfile } from '@/engine/testing/phone-profile';
import { phoneProfiles, windowsMobile } from '@/engine/testing/phone-profiles';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url, { servesLegacyVersion: true });
const { switchOn, seen, wipe, edit } = usePhones(engine, db);

/** Answered at once before the engine makes it wait: the end of the held one, and three more. */
const MOST_PINGS = 5;

const [usual] = phoneProfiles;
if (!usual) throw new Error('there are phones');
const makes: [string, PhoneProfile][] = [
  ...protocolVersions.map((version): [string, PhoneProfile] => [version, { ...usual, protocolVersions: [version] }]),
  ['2.5', windowsMobile],
];

/** The engine holds its Ping. */
const held = ({ phone }: ReactingPhone) =>
  until(async () => phone.activity === 'pinging' && engine.engine.held.isWatched(phone.config.user));

/** On push, and deaf to whatever a Ping says but mail. */
async function connect(profile?: PhoneProfile): Promise<ReactingPhone> {
  const made = await switchOn({ heedsEndOfPing: false }, {}, profile);
  await made.phone.waitUntil(({ activity, memory }) => activity === 'pinging' && memory.items.size > 0);
  await held(made);
  made.commands.splice(0);
  return made;
}

/** Until it has pinged so often that it is made to wait. */
async function ignoresIt(made: ReactingPhone): Promise<void> {
  await until(async () => made.commands.length > 3);
  await held(made);
}

describe.each(makes)('with %s, a phone that ignores the end of its Ping', (_version, profile) => {
  it('does not spin when its policy is edited, is told of no mail, and learns of it by its next other request', async () => {
    const made = await connect(profile);
    const { phone } = made;
    const before = made.mails();
    const key = phone.client.policyKey;
    await edit(made, { settings: { MinDevicePasswordLength: 9 } });
    await ignoresIt(made);
    await engine.backend.deliver(phone.config.user, Buffer.from('Subject: News\r\n\r\nHello'));
    expect(new Set(made.commands)).toEqual(new Set(['Ping']));
    expect(made.commands.length).toBeLessThanOrEqual(MOST_PINGS);
    expect((await seen(phone)).policyState).toBe('outdated');
    expect(made.mails()).toBe(before);

    phone.refresh();
    await phone.waitUntil(({ client, activity }) => client.policyKey !== key && activity === 'pinging');
    expect(phone.memory.policy).toMatchObject({ MinDevicePasswordLength: 9 });
    await until(async () => made.mails() === before + 1);
    expect((await seen(phone)).policyState).toBe('applied');
  });

  it('does not spin when a wipe is queued, and obeys it by its next other request', async () => {
    const made = await connect(profile);
    const { phone } = made;
    const before = made.mails();
    await wipe(phone);
    await ignoresIt(made);
    await engine.backend.deliver(phone.config.user, Buffer.from('Subject: Secret\r\n\r\nHello'));
    expect(new Set(made.commands)).toEqual(new Set(['Ping']));
    expect(made.commands.length).toBeLessThanOrEqual(MOST_PINGS);
    expect((await seen(phone)).openCommand).toMatchObject({ state: 'queued' });

    phone.refresh();
    await phone.waitUntil(({ activity }) => activity === 'wiped');
    expect(made.mails()).toBe(before);
    expect((await seen(phone)).lastCommand).toMatchObject({ state: 'acknowledged' });
  });
});

describe('a Ping that is made to wait', () => {
  it('is no heartbeat of the phone: the console shows the one that it asked for, and no held connection', async () => {
    const made = await connect();
    await edit(made, { settings: { MinDevicePasswordLength: 9 } });
    await ignoresIt(made);
    await engine.engine.contacts.flush();
    const { push } = await seen(made.phone);
    expect(push.recentHeartbeats).toEqual([900]);
    expect(push.recentHolds.length).toBeLessThanOrEqual(1);
    expect(push.earlyEnds).toBe(0);
  });

  it('ends when a wipe is queued meanwhile', async () => {
    const made = await connect();
    await edit(made, { settings: { MinDevicePasswordLength: 9 } });
    await ignoresIt(made);
    const ended = made.phone.next('ping-ended');
    await wipe(made.phone);
    expect((await ended)[0]).toMatchObject({ status: 7 });
  });

  it('is an ordinary one again once the phone follows its policy: mail wakes it', async () => {
    const made = await connect();
    await edit(made, { settings: { MinDevicePasswordLength: 9 } });
    await ignoresIt(made);
    made.phone.refresh();
    await made.phone.waitUntil(({ memory }) => memory.policy?.MinDevicePasswordLength === 9);
    await made.phone.waitUntil(({ isAtRest }) => isAtRest);
    await held(made);
    const ended = made.phone.next('ping-ended');
    await engine.backend.deliver(made.phone.config.user, Buffer.from('Subject: News\r\n\r\nHello'));
    expect((await ended)[0]).toMatchObject({ status: 2 });
  });
});
