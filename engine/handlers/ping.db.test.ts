import { describe, expect, it } from 'vitest';
import {
  collection,
  consoleContext,
  deviceOf,
  followPolicy,
  givePolicy,
  syncOf,
  until,
  useEngine,
} from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { RecentHold } from '@/lib/domain/devices/contract';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { signalEngine } from '@/lib/domain/send-signals';
import { el } from '@/lib/protocol/wbxml/element';
import { execute, useDatabase } from '@/scripts/testing/database';

const { db, url, ownerUrl } = await useDatabase();
const engine = await useEngine(url);
const { held } = engine.engine;
const manyFolders = Array.from({ length: 201 }, (_each, id) => ({ id: String(id) }));
const inbox = [{ id: 'inbox', class: 'Email' }];

/** A phone that has all of its Inbox. */
async function connect(config = {}): Promise<EasClient> {
  const phone = engine.phone(config);
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  await phone.sync(syncOf(collection('1')));
  return phone;
}

type HoldRequest = { heartbeatSeconds?: number; folders: typeof inbox };

/** A Ping that is held by now. */
async function hold(
  phone: EasClient,
  request: HoldRequest = { heartbeatSeconds: 900, folders: inbox },
  signal?: AbortSignal,
) {
  const before = held.count;
  const answer = phone.ping(request, { signal });
  answer.catch(() => undefined);
  await until(async () => held.count > before);
  return { answer };
}

const deliver = (phone: EasClient, text = 'Subject: news\r\n\r\nhello') =>
  fetch(`${engine.url}/demo/messages/${phone.user}`, { method: 'POST', body: text });

describe('a held Ping', () => {
  it('ends for new mail and names the folder; the mail is then there', async () => {
    const phone = await connect();
    const { answer } = await hold(phone);
    expect((await deliver(phone)).status).toBe(204);
    expect((await answer).response).toMatchObject({ status: 2, folders: ['inbox'] });
    const { response } = await phone.sync(syncOf(collection('2')));
    expect(response?.collections[0]?.changes).toMatchObject([{ kind: 'add' }]);
  });

  it('ends for a read mark, too', async () => {
    const phone = await connect();
    const { answer } = await hold(phone);
    const mailbox = await engine.backend.mailbox(phone.user);
    mailbox.setRead('inbox', 1, false);
    expect((await answer).response).toMatchObject({ status: 2, folders: ['inbox'] });
  });

  it('ends for a policy, an exception, a decision about access, and a removal, so that the phone comes and is told', async () => {
    const phone = await connect();
    const changes = [
      () => givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true } }),
      () => addException(consoleContext(db), { mailbox: phone.user, reason: 'r', approvedBy: 'b', endsAt: null }),
      () =>
        db.$transaction((tx) =>
          signalEngine(tx, {
            kind: 'device',
            mailbox: phone.user,
            deviceKey: phone.deviceId.toLowerCase(),
            why: 'access',
          }),
        ),
    ];
    for (const change of changes) {
      const { answer } = await hold(phone);
      await change();
      expect((await answer).response?.status).toBe(7);
    }
  });

  it('is not ended by what concerns others', async () => {
    const phone = await connect();
    const { answer } = await hold(phone);
    const other = engine.phone();
    await givePolicy(db, other.user, { settings: { DevicePasswordEnabled: true } });
    await deliver(other);
    const stop = new AbortController();
    await hold(await connect(), undefined, stop.signal);
    stop.abort();
    expect(held.watchedFolders(phone.user).has('inbox')).toBe(true);
    await deliver(phone);
    expect((await answer).response?.status).toBe(2);
  });

  it('ends when the same device sends another, which is held in its place', async () => {
    const phone = await connect();
    const first = await hold(phone);
    const second = phone.ping({ heartbeatSeconds: 600, folders: inbox });
    expect((await first.answer).response?.status).toBe(1);
    await deliver(phone);
    expect((await second).response?.status).toBe(2);
  });

  it('is forgotten the moment the phone hangs up', async () => {
    const phone = await connect();
    const before = held.count;
    const stop = new AbortController();
    await hold(phone, undefined, stop.signal);
    stop.abort();
    await until(async () => held.count === before);
    expect(held.isWatched(phone.user)).toBe(false);
  });

  it('ends with Status 1 when its time is over', async () => {
    const phone = await connect();
    const { answer } = await hold(phone, { heartbeatSeconds: 60, folders: inbox });
    // The time that nothing happens in is the timer wheel's to prove; here it is let pass at once.
    const entry = held.list().find(({ hold: { mailbox } }) => mailbox === phone.user);
    held.wake({ mailbox: phone.user }, { why: 'expired' });
    expect(entry?.hold.heartbeatSeconds).toBe(60);
    expect((await answer).response).toMatchObject({ status: 1, folders: undefined });
  });

  it('is held for the default where a first Ping names no interval', async () => {
    const phone = await connect();
    await hold(phone, { folders: inbox });
    const entry = held.list().find(({ hold: { mailbox } }) => mailbox === phone.user);
    held.wake({ mailbox: phone.user }, { why: 'expired' });
    expect(entry?.hold.heartbeatSeconds).toBe(900);
  });

  it('shows the phone as in contact, with its heartbeat, before it has ended', async () => {
    const phone = await connect();
    const stop = new AbortController();
    await hold(phone, { heartbeatSeconds: 480, folders: inbox }, stop.signal);
    await engine.engine.contacts.flush();
    expect(await deviceOf(db, phone)).toMatchObject({ heartbeatSeconds: 480, lastAddress: '127.0.0.1', earlyEnds: 0 });
    stop.abort();
    await until(async () => !held.isWatched(phone.user));
    await engine.engine.contacts.flush();
    expect(await deviceOf(db, phone)).toMatchObject({
      recentHeartbeats: [480],
      earlyEnds: 1,
      cutAfterSeconds: null,
      recentHolds: [{ seconds: 0, outcome: 'early' }],
    });
  });

  it('notes for the console how long it was held and what ended it', async () => {
    const phone = await connect();
    for (const why of ['expired', 'recheck'] as const) {
      const { answer } = await hold(phone, { heartbeatSeconds: 480, folders: inbox });
      held.wake({ mailbox: phone.user }, { why });
      await answer;
    }
    const holds = async () => {
      await engine.engine.contacts.flush();
      return RecentHold.array().parse((await deviceOf(db, phone)).recentHolds);
    };
    // The answer arrives before it is counted.
    await until(async () => (await holds()).length === 2);
    expect((await holds()).map(({ outcome }) => outcome)).toEqual(['news', 'whole']);
  });
});

describe('a Ping that is answered at once', () => {
  it('says what changed since the last Sync', async () => {
    const phone = await connect();
    await deliver(phone);
    expect((await phone.ping({ heartbeatSeconds: 60, folders: inbox })).response).toMatchObject({
      status: 2,
      folders: ['inbox'],
    });
  });

  it('names every folder that changed, and no other', async () => {
    const phone = await connect();
    const ids = ['inbox', 'archive', 'sent'];
    for (const collectionId of ids.slice(1)) {
      await phone.sync(syncOf(collection('0', { collectionId })));
      await phone.sync(syncOf(collection('1', { collectionId })));
    }
    const mailbox = await engine.backend.mailbox(phone.user);
    const raw = Buffer.from('Subject: news\r\n\r\nhello');
    for (const id of ids.slice(0, 2)) mailbox.append(id, { raw, marks: {}, receivedAt: new Date() });
    const folders = ids.map((id) => ({ id, class: 'Email' }));
    const { response } = await phone.ping({ heartbeatSeconds: 60, folders });
    expect(response).toMatchObject({ status: 2 });
    expect(response?.folders?.toSorted()).toEqual(['archive', 'inbox']);
  });

  it('takes what it leaves out from the last one, also on another front end', async () => {
    const phone = await connect();
    await deliver(phone);
    await phone.ping({ heartbeatSeconds: 300, folders: [...inbox, { id: 'sent', class: 'Email' }] });
    expect(await deviceOf(db, phone)).toMatchObject({
      pingHeartbeat: 300,
      pingFolders: [{ id: 'inbox' }, { id: 'sent' }],
    });
    expect((await phone.ping({})).response).toMatchObject({ status: 2, folders: ['inbox'] });
    expect((await phone.ping({ heartbeatSeconds: 120 })).response).toMatchObject({ status: 2 });
    const empty = el('Ping', 'Ping', [el('Ping', 'Folders')]);
    expect((await phone.raw('Ping', empty)).element).toMatchObject({ name: 'Ping' });
    expect((await deviceOf(db, phone)).pingFolders).toHaveLength(2);
  });

  it.each([
    ['says nothing', {}, { status: 3 }],
    ['names no folders', { heartbeatSeconds: 900 }, { status: 3 }],
    ['asks for too little', { heartbeatSeconds: 59, folders: inbox }, { status: 5, heartbeatSeconds: 60 }],
    ['asks for too much', { heartbeatSeconds: 3541, folders: inbox }, { status: 5, heartbeatSeconds: 3540 }],
    ['names too many folders', { heartbeatSeconds: 900, folders: manyFolders }, { status: 6, maxFolders: 200 }],
    ['names an unknown folder', { heartbeatSeconds: 900, folders: [{ id: 'no-such-folder' }] }, { status: 7 }],
  ])('when it %s', async (_what, request, expected) => {
    // [MS-ASCMD] 2.2.3.177.11 Status (Ping)
    const phone = engine.phone();
    await phone.folderSync('0');
    expect((await phone.ping(request)).response).toMatchObject(expected);
  });

  it('is Status 7 for a device that never asked for its folders, and 4 for one that cannot be understood', async () => {
    const phone = engine.phone();
    expect((await phone.ping({ heartbeatSeconds: 900, folders: inbox })).response?.status).toBe(7);
    const odd = el('Ping', 'Ping', [el('Ping', 'HeartbeatInterval', 'soon')]);
    expect((await phone.raw('Ping', odd)).element?.children).toMatchObject([{ name: 'Status', text: '4' }]);
  });

  it('sends a phone whose policy is out of date to FolderSync, where it is told', async () => {
    const phone = await connect();
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
    expect((await phone.ping({ heartbeatSeconds: 900, folders: inbox })).response?.status).toBe(7);
    await followPolicy(phone);
    const { answer } = await hold(phone);
    await deliver(phone);
    expect((await answer).response?.status).toBe(2);
  });
});

describe('after signals could not be heard for a while', () => {
  it('held Pings of devices with an order, another policy or a block are ended', async () => {
    const phones = [await connect(), await connect(), await connect()];
    const answers = [];
    for (const phone of phones) answers.push(await hold(phone));
    const [ordered, blocked, calm] = phones;
    if (!ordered || !blocked || !calm) throw new Error('three phones');
    const { id } = await deviceOf(db, ordered);
    // Written past the functions that send signals, as if they had been lost.
    await db.deviceCommand.create({
      data: {
        mailbox: ordered.user,
        deviceKey: ordered.deviceId.toLowerCase(),
        easDeviceId: ordered.deviceId,
        deviceId: id,
        deviceName: 'phone',
        kind: 'WIPE',
        method: 'REMOTE_WIPE',
        reason: 'lost',
        queuedById: 'x',
        queuedByName: 'x',
      },
    });
    await db.device.update({ where: { id: (await deviceOf(db, blocked)).id }, data: { blockReason: 'BY_HAND' } });
    await execute(
      ownerUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'mobileadmin-listen' AND datname = current_database()`,
    );
    expect((await answers[0]?.answer)?.response?.status).toBe(7);
    expect((await answers[1]?.answer)?.response?.status).toBe(7);
    expect(held.watchedFolders(calm.user).size).toBe(1);
  });
});
