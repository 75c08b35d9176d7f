import { once } from 'node:events';
import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { MailBackend, MessageHead } from '@/engine/backends/contract';
import { addedBy, collection, syncOf, useEngine, usualLimits } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { type EasElement, textOf } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const limits = { ...usualLimits, deadlineMs: 5000 };
const engine = await useEngine(url, { limits, servesLegacyVersion: true });
const backend: MailBackend = engine.backend;
const MAILS = 24;

const inbox = (syncKey: string, rest = {}) => collection(syncKey, { class: 'Email', ...rest });
const sent = (syncKey: string, rest = {}) => inbox(syncKey, { collectionId: 'sent', ...rest });

async function connect(): Promise<EasClient> {
  const phone = engine.phone({ protocolVersion: '2.5', deviceType: 'PocketPC' });
  await phone.folderSync('0');
  await phone.sync(syncOf(inbox('0'), sent('0')));
  return phone;
}

const ask = async (phone: EasClient, syncKey: string, rest = {}) =>
  (await phone.sync(syncOf(inbox(syncKey, rest)))).response?.collections[0];

const value = (properties: readonly EasElement[], wanted: string) => {
  const found = properties.find(({ name }) => name === wanted);
  return found && textOf(found);
};

/** The first look at mails is answered, the next only when nobody waits for it any more. */
function slowDown(): () => void {
  const fetchHeads = backend.fetchHeads.bind(backend);
  const beganMs = performance.now();
  let calls = 0;
  backend.fetchHeads = async (query, signal) => {
    calls += 1;
    if (calls === 1) return fetchHeads(query, signal);
    await once(signal, 'abort');
    while (performance.now() - beganMs < limits.deadlineMs * 0.7) await immediate();
    throw signal.reason;
  };
  return () => (backend.fetchHeads = fetchHeads);
}

describe('a mail server that becomes slow, in 2.5', () => {
  it('makes an answer of what is there already, and every folder is answered, with more to come', async () => {
    const phone = await connect();
    const mend = slowDown();
    const { http, response } = await phone.sync(syncOf(inbox('1'), sent('1')));
    mend();
    expect(http).toBe(200);
    const [first, second] = response?.collections ?? [];
    expect(first).toMatchObject({ class: 'Email', status: 1, syncKey: '2', isMoreAvailable: true });
    expect(addedBy(first)).toHaveLength(10);
    const waiting = { class: 'Email', collectionId: 'sent', status: 1, syncKey: '1', isMoreAvailable: true };
    expect(second).toMatchObject({ ...waiting, changes: [] });

    const rest = (await phone.sync(syncOf(inbox('2'), sent('1')))).response?.collections ?? [];
    expect(rest).toMatchObject([{ isMoreAvailable: false }, { isMoreAvailable: false }]);
    expect(new Set([...addedBy(first), ...addedBy(rest[0])]).size).toBe(MAILS);
    expect(addedBy(rest[1]).length).toBeGreaterThan(0);
  });

  it('lets a folder wait that only brings mails, not a first key', async () => {
    const phone = await connect();
    const mend = slowDown();
    const { response } = await phone.sync(syncOf(inbox('1'), sent('0')));
    mend();
    const [, second] = response?.collections ?? [];
    expect(second).toMatchObject({ collectionId: 'sent', status: 1, isMoreAvailable: false });
    expect(second?.syncKey).not.toBe('0');
  });
});

it('in 2.5 a mail that cannot be converted holds up no other, and is Status 6 by name', async () => {
  const phone = await connect();
  const fetchHeads = backend.fetchHeads.bind(backend);
  const broken = (head: MessageHead): MessageHead =>
    Object.defineProperty({ ...head }, 'subject', {
      get: () => {
        throw new TypeError('broken on purpose');
      },
    });
  backend.fetchHeads = async (query, signal) =>
    (await fetchHeads(query, signal)).map((head) => (head.uid === 20 ? broken(head) : head));
  const first = await ask(phone, '1');
  expect(addedBy(first)).toHaveLength(MAILS - 1);
  expect(addedBy(first)).not.toContain('inbox:20');
  expect(await ask(phone, '2')).toMatchObject({ status: 1, syncKey: '2', isMoreAvailable: false, changes: [] });
  const fetched = await ask(phone, '2', { changes: [{ kind: 'fetch', serverId: 'inbox:20' }] });
  expect(fetched?.responses).toMatchObject([{ kind: 'fetch', serverId: 'inbox:20', status: 6 }]);
  backend.fetchHeads = fetchHeads;
});

it('a phone of 2.5 that breaks on one mail is given fewer, then that one without its body, then all others', async () => {
  const phone = await connect();
  const poison = 'inbox:19';
  const have = new Set<string>();
  const bare: string[] = [];
  let key = '1';
  for (let attempt = 0; attempt < 60 && have.size < MAILS - 1; attempt += 1) {
    const answered = await ask(phone, key);
    for (const change of answered?.changes ?? []) {
      if (!('properties' in change)) continue;
      const { properties, serverId } = change;
      if (value(properties, 'BodyTruncated') === '1' && value(properties, 'Body') === undefined) bare.push(serverId);
    }
    if (addedBy(answered).includes(poison)) continue; // it crashes, and comes back with the key that it had
    for (const each of addedBy(answered)) have.add(each);
    key = answered?.syncKey ?? key;
  }
  expect(have.size).toBe(MAILS - 1);
  expect(have.has(poison)).toBe(false);
  expect(bare).toContain(poison);
  expect(engine.logged()).toContain('is given it no more');
});
