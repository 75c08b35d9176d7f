import { describe, expect, it } from 'vitest';
import type { ContactUpdate } from '@/lib/domain/devices/contact-update';
import type { HoldOutcome } from '@/lib/domain/devices/contract';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import { CONSOLE_CHANNEL } from '@/lib/domain/signals';
import { listen } from '@/lib/db/listen';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db, url } = await useDatabase();
const { phone, clock } = testContexts(db);

/** A contact so many seconds after the device was registered. */
const contact = (deviceId: string, seconds: number, facts: Partial<ContactUpdate> = {}): ContactUpdate => ({
  deviceId,
  at: new Date(clock.now().getTime() + seconds * 1000),
  address: '198.51.100.7',
  protocolVersion: '16.1',
  userAgent: 'Apple-iPhone15C2/2105.231',
  deviceType: 'iPhone',
  bytesIn: 10,
  bytesOut: 100,
  bytesOutPlain: 1000,
  ...facts,
});
const deviceOf = (id: string) =>
  db.device.findUniqueOrThrow({ where: { id }, include: { addresses: { orderBy: { lastSeenAt: 'desc' } } } });
const secondsOf = (dates: Date[]) => dates.map((date) => (date.getTime() - clock.now().getTime()) / 1000);
const eventsOf = (deviceKey: string) =>
  db.deviceEvent.findMany({ where: { deviceKey }, orderBy: { at: 'asc' }, select: { type: true, details: true } });

describe('contacts written behind', () => {
  it('keep the facts of the latest and the sum of all when a device is in one batch several times', async () => {
    const { id } = await connectPhone(phone);
    await recordContacts(db, [
      contact(id, 90, { heartbeatSeconds: 900, userAgent: 'new/2', protocolVersion: '16.1', deviceType: 'iPad' }),
      contact(id, 30, { heartbeatSeconds: 480, userAgent: 'old/1', protocolVersion: '14.1' }),
      contact(id, 95, { bytesIn: 5_000_000_000, userAgent: null }),
    ]);
    const device = await deviceOf(id);
    expect(device).toMatchObject({
      heartbeatSeconds: 900,
      userAgent: 'new/2',
      protocolVersion: '16.1',
      deviceType: 'iPhone',
      bytesIn: 5_000_000_020n,
      bytesOut: 300n,
      bytesOutPlain: 3000n,
    });
    expect(secondsOf([device.lastContactAt])).toEqual([95]);
  });

  it('keep how long the last ten held requests lasted, and forget cuts once one lasts longer', async () => {
    const { id } = await connectPhone(phone);
    const held = (seconds: number, outcome: HoldOutcome) => ({ held: { seconds, outcome } });
    for (let step = 1; step <= 10; step += 1) await recordContacts(db, [contact(id, step * 60, held(step, 'news'))]);
    await recordContacts(db, [
      contact(id, 800, held(60.4, 'replaced')),
      contact(id, 700, { endedEarly: { seconds: 59.6, cutAfterSeconds: 60 } }),
    ]);
    const { recentHolds, cutAfterSeconds } = await deviceOf(id);
    expect(recentHolds).toEqual([
      { seconds: 60, outcome: 'replaced' },
      { seconds: 60, outcome: 'early' },
      ...[10, 9, 8, 7, 6, 5, 4, 3].map((seconds) => ({ seconds, outcome: 'news' })),
    ]);
    expect(cutAfterSeconds).toBe(60);

    await recordContacts(db, [contact(id, 900, held(61.5, 'whole')), contact(id, 901, held(900, 'replaced'))]);
    expect(await deviceOf(id)).toMatchObject({ cutAfterSeconds: 60 });
    await recordContacts(db, [contact(id, 1000, held(90, 'news'))]);
    expect(await deviceOf(id)).toMatchObject({ cutAfterSeconds: null });
  });

  it('keep how the phone has felt its way: ten heartbeats that differ, early ends, and where it is cut', async () => {
    const { id } = await connectPhone(phone);
    expect(await deviceOf(id)).toMatchObject({ recentHeartbeats: [], earlyEnds: 0, cutAfterSeconds: null });
    for (let step = 0; step < 12; step += 1) {
      await recordContacts(db, [contact(id, step * 60, { heartbeatSeconds: 300 + 60 * Math.floor(step / 2) * 2 })]);
    }
    await recordContacts(db, [
      contact(id, 800, { endedEarly: { seconds: 61, cutAfterSeconds: 60 } }),
      contact(id, 700, { endedEarly: { seconds: 60, cutAfterSeconds: null } }),
    ]);
    await recordContacts(db, [contact(id, 900, { endedEarly: { seconds: 20, cutAfterSeconds: null } })]);
    const device = await deviceOf(id);
    expect(device).toMatchObject({
      recentHeartbeats: [900, 780, 660, 540, 420, 300],
      earlyEnds: 3,
      cutAfterSeconds: 60,
    });
    expect(secondsOf([device.cutSeenAt ?? new Date(0)])).toEqual([861]);
  });

  it('keep at most twenty recent contacts, newest first, at least a minute apart', async () => {
    const { id } = await connectPhone(phone);
    for (let seconds = 20; seconds <= 1800; seconds += 20) await recordContacts(db, [contact(id, seconds)]);
    const recent = secondsOf((await deviceOf(id)).recentContacts);
    expect(recent).toEqual(Array.from({ length: 20 }, (_, index) => 1800 - index * 60));
  });

  it('do not turn back time: a late batch only adds to the counters', async () => {
    const { id, deviceKey } = await connectPhone(phone);
    await recordContacts(db, [contact(id, 600, { address: '203.0.113.5', protocolVersion: '16.0' })]);
    await recordContacts(db, [contact(id, 300, { address: '203.0.113.4', protocolVersion: '14.0', userAgent: 'old' })]);
    const device = await deviceOf(id);
    expect(device).toMatchObject({ lastAddress: '203.0.113.5', protocolVersion: '16.0', bytesIn: 20n });
    expect(device.userAgent).not.toBe('old');
    expect(secondsOf([device.lastContactAt, ...device.recentContacts])).toEqual([600, 600, 0]);
    expect(await eventsOf(deviceKey)).toHaveLength(2);
  });

  it('tell of a changed address and a changed version once, with both values', async () => {
    const { id, deviceKey } = await connectPhone(phone);
    const moved = { address: '203.0.113.9', protocolVersion: '14.1' };
    await recordContacts(db, [contact(id, 60, moved), contact(id, 70, moved)]);
    await recordContacts(db, [contact(id, 80, moved), contact(id, 90, { ...moved, address: null })]);
    expect(await eventsOf(deviceKey)).toEqual(
      expect.arrayContaining([
        { type: 'address_changed', details: { from: '198.51.100.7', to: '203.0.113.9' } },
        { type: 'version_changed', details: { from: '16.1', to: '14.1' } },
      ]),
    );
    expect(await eventsOf(deviceKey)).toHaveLength(2);
    expect((await deviceOf(id)).lastAddress).toBe('203.0.113.9');
  });

  it('keep the ten latest addresses with the times of their use', async () => {
    const { id } = await connectPhone(phone);
    for (let index = 1; index <= 14; index += 1) {
      await recordContacts(db, [
        contact(id, index * 100, { address: `203.0.113.${index}` }),
        contact(id, index * 100 + 50, { address: `203.0.113.${index}` }),
      ]);
    }
    const { addresses } = await deviceOf(id);
    expect(addresses.map((each) => each.address)).toEqual(
      [14, 13, 12, 11, 10, 9, 8, 7, 6, 5].map((index) => `203.0.113.${index}`),
    );
    const [, before] = addresses;
    expect(before && secondsOf([before.firstSeenAt, before.lastSeenAt])).toEqual([1300, 1350]);
  });

  it('keep every address of a phone that changed it within one batch, and when the one before was last used', async () => {
    const { id } = await connectPhone(phone);
    await recordContacts(db, [contact(id, 60)]);
    await recordContacts(db, [
      contact(id, 100, { address: '203.0.113.1' }),
      contact(id, 110, { address: '203.0.113.2' }),
      contact(id, 120, { address: '203.0.113.1' }),
    ]);
    const { addresses, lastAddress } = await deviceOf(id);
    expect(lastAddress).toBe('203.0.113.1');
    expect(addresses.map(({ address, lastSeenAt }) => [address, ...secondsOf([lastSeenAt])])).toEqual([
      ['203.0.113.1', 120],
      ['203.0.113.2', 110],
      ['198.51.100.7', 60],
    ]);
  });

  it('ignore devices that are gone, and write the others', async () => {
    const [gone, there] = [await connectPhone(phone), await connectPhone(phone)];
    await db.device.delete({ where: { id: gone.id } });
    await recordContacts(db, [contact(gone.id, 60, { address: '203.0.113.1' }), contact(there.id, 60)]);
    expect((await deviceOf(there.id)).bytesIn).toBe(10n);
    expect(await eventsOf(gone.deviceKey)).toEqual([]);
  });

  it('tell open pages once a batch, and not at all for an empty one', async () => {
    const { id } = await connectPhone(phone);
    const heard: unknown[] = [];
    const listener = await listen(url, [CONSOLE_CHANNEL], { onMessage: (_channel, payload) => heard.push(payload) });
    await recordContacts(db, []);
    await recordContacts(db, [contact(id, 60), contact(id, 70)]);
    await expect.poll(() => heard).toEqual([{ topic: 'devices' }]);
    await listener.close();
  });

  it('of two front ends do not stop each other, whatever the order of their batches', async () => {
    const devices = await Promise.all(Array.from({ length: 30 }, () => connectPhone(phone)));
    const batch = devices.map((device, index) => contact(device.id, index));
    await Promise.all([recordContacts(db, batch), recordContacts(db, batch.toReversed()), recordContacts(db, batch)]);
    const counted = await db.device.findMany({ where: { id: { in: devices.map((each) => each.id) } } });
    expect(counted.map((device) => device.bytesIn)).toEqual(devices.map(() => 30n));
  });

  it('write ten thousand devices in one statement', async () => {
    const mailbox = await db.mailbox.create({ data: { name: 'crowd@example.com' } });
    const { count } = await db.device.createMany({
      data: Array.from({ length: 10_000 }, (_, index) => ({
        mailboxId: mailbox.id,
        easDeviceId: `crowd${index}`,
        deviceKey: `crowd${index}`,
        deviceType: 'iPhone',
        protocolVersion: '16.1',
        lastContactAt: clock.now(),
      })),
    });
    const devices = await db.device.findMany({ where: { mailboxId: mailbox.id }, select: { id: true } });
    await recordContacts(
      db,
      devices.map((device, index) => contact(device.id, 60 + index)),
    );
    expect(await db.device.count({ where: { mailboxId: mailbox.id, bytesIn: 10 } })).toBe(count);
  });
});
