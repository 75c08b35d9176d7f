import { afterEach, describe, expect, it } from 'vitest';
import { consoleContext, givePolicy, until, useEngine } from '@/engine/engine-under-test';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import type { PhoneProfile } from '@/engine/testing/phone-profile';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);
const phones: SimulatedPhone[] = [];

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
});

let owners = 0;
function switchOn(profile: PhoneProfile, habits: Partial<PhoneHabits> = {}): SimulatedPhone {
  owners += 1;
  const user = `owner${owners}@example.com`;
  const config = {
    engineUrl: engine.url,
    owner: 'Owner',
    user,
    password: 'demo',
    deviceId: `DEVICE${owners}`,
    profile,
  };
  const phone = new SimulatedPhone({ ...config, habits });
  phones.push(phone);
  return phone;
}

const rowOf = (phone: SimulatedPhone) =>
  db.device.findFirst({
    where: { mailbox: { name: phone.config.user }, deviceKey: phone.config.deviceId.toLowerCase() },
  });

async function order(phone: SimulatedPhone, kind: 'wipe' | 'delete') {
  const device = await rowOf(phone);
  return queueCommand(consoleContext(db), { deviceId: device?.id ?? '', kind, reason: 'lost' });
}

describe.each(phoneProfiles.map((profile) => [profile.name, profile] as const))('%s', (_name, profile) => {
  it('sets itself up, follows its policy, reads its mail, waits on push, and obeys a wipe', async () => {
    const phone = switchOn(profile);
    await givePolicy(db, phone.config.user, {
      settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 4 },
      allowNonProvisionable: false,
    });
    let mails = 0;
    phone.on('mail', ({ added }) => (mails += added));
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    expect(mails).toBeGreaterThanOrEqual(24);
    expect(await rowOf(phone)).toMatchObject({ policyState: 'APPLIED', model: profile.device.model ?? null });

    const command = await order(phone, 'wipe');
    await until(async () => phone.activity === 'wiped');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row).toMatchObject({ state: 'ACKNOWLEDGED', answerProof: 'PASSWORD' });
    expect(await rowOf(phone)).toMatchObject({ blockReason: 'WIPED' });
  });
});

describe('a phone with habits', () => {
  const [profile] = phoneProfiles;
  if (!profile) throw new Error('there are phones');

  it('that fails to wipe itself is offered the wipe again until it succeeds', async () => {
    const phone = switchOn(profile, { failedWipes: 2, retryMs: 1 });
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    const command = await order(phone, 'wipe');
    await until(async () => phone.activity === 'wiped');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row).toMatchObject({ state: 'ACKNOWLEDGED', failures: 2 });
  });

  it('that was asleep while the wipe was queued obeys when it wakes', async () => {
    const phone = switchOn(profile, { sleepsAfterSetUp: true });
    phone.start();
    await until(async () => phone.activity === 'asleep');
    const command = await order(phone, 'wipe');
    phone.wake();
    await until(async () => phone.activity === 'wiped');
    const row = await db.deviceCommand.findUniqueOrThrow({ where: { id: command.id } });
    expect(row.state).toBe('ACKNOWLEDGED');
  });

  it('that was wiped and is set up again is refused until a person allows it', async () => {
    const phone = switchOn(profile, { retryMs: 1 });
    phone.start();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    await order(phone, 'wipe');
    await until(async () => phone.activity === 'wiped');
    await phone.setUpAnew();
    await until(async () => phone.activity === 'blocked');
    const device = await rowOf(phone);
    await db.device.update({ where: { id: device?.id }, data: { blockReason: null, accessOverride: 'ALLOW' } });
    await phone.setUpAnew();
    await until(async () => engine.engine.held.isWatched(phone.config.user));
    expect(phone.activity).toBe('pinging');
  });
});
