import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { MailBackend, MessageHead } from '@/engine/backends/contract';
import { addedBy, collection, fetchOf, syncOf, useEngine, usualLimits } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { child, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const limits = { ...usualLimits, deadlineMs: 5000 };
const engine = await useEngine(url, { limits });
const backend: MailBackend = engine.backend;
const MAILS = 24;

async function connect(): Promise<EasClient> {
  const phone = engine.phone();
  await phone.folderSync('0');
  await phone.sync(syncOf(collection('0')));
  return phone;
}

const html = [{ bodyPreferences: [{ type: 2, allOrNone: false } as const], bodyPartPreferences: [] }];

const ask = async (phone: EasClient, syncKey: string, rest = {}) =>
  (await phone.sync(syncOf(collection(syncKey, rest)))).response?.collections[0];

describe('a mail server that becomes slow', () => {
  it('makes an answer of what is there already, with more to come, and not a failure', async () => {
    const phone = await connect();
    const fetchHeads = backend.fetchHeads.bind(backend);
    let calls = 0;
    backend.fetchHeads = async (query, signal) => {
      calls += 1;
      if (calls > 1) {
        await once(signal, 'abort');
        throw signal.reason;
      }
      return fetchHeads(query, signal);
    };
    const first = await phone.sync(syncOf(collection('1')));
    backend.fetchHeads = fetchHeads;
    expect(first.http).toBe(200);
    const [answered] = first.response?.collections ?? [];
    expect(answered).toMatchObject({ status: 1, syncKey: '2', isMoreAvailable: true });
    expect(addedBy(answered)).toHaveLength(10);
    const rest = await ask(phone, '2');
    expect(rest?.isMoreAvailable).toBe(false);
    expect(new Set([...addedBy(answered), ...addedBy(rest)]).size).toBe(MAILS);
  });
});

describe('a mail that cannot be converted', () => {
  /** Breaks whatever looks at one property of one mail. */
  function breakMail(uid: number, name: 'structure' | 'subject'): () => void {
    const fetchHeads = backend.fetchHeads.bind(backend);
    const broken = (head: MessageHead): MessageHead =>
      Object.defineProperty({ ...head }, name, {
        get: () => {
          throw new TypeError('broken on purpose');
        },
      });
    backend.fetchHeads = async (query, signal) =>
      (await fetchHeads(query, signal)).map((head) => (head.uid === uid ? broken(head) : head));
    return () => (backend.fetchHeads = fetchHeads);
  }

  it.each(['structure', 'subject'] as const)(
    'because of its %s holds up no other, is logged, and is not tried for ever',
    async (name) => {
      const phone = await connect();
      const mend = breakMail(20, name);
      const first = await ask(phone, '1', { options: html });
      expect(addedBy(first)).toHaveLength(MAILS - 1);
      expect(addedBy(first)).not.toContain('inbox:20');
      expect(engine.logged()).toContain('Mail cannot be converted');
      expect(await ask(phone, '2')).toBeUndefined();
      const fetched = await ask(phone, '2', { changes: [{ kind: 'fetch', serverId: 'inbox:20' }] });
      expect(fetched?.responses).toMatchObject([{ kind: 'fetch', serverId: 'inbox:20', status: 6 }]);
      const operation = await phone.itemOperations({
        operations: [fetchOf({ by: 'item', collectionId: 'inbox', serverId: 'inbox:20' })],
      });
      expect(operation.response?.answers).toMatchObject([{ status: 14 }]);
      mend();
    },
  );
});

describe('a phone that breaks on one mail and asks for the same again and again', () => {
  it('is given fewer and fewer, then that one without its body, then all but that one', async () => {
    const phone = await connect();
    const poison = 'inbox:19';
    const have = new Set<string>();
    const seen: { count: number; isBare: boolean }[] = [];
    let key = '1';
    for (let attempt = 0; attempt < 60 && have.size < MAILS - 1; attempt += 1) {
      const answered = await ask(phone, key, { options: html });
      const given = addedBy(answered);
      const data = (answered?.changes ?? []).map((change) => {
        const body = 'properties' in change ? change.properties.find(({ name }) => name === 'Body') : undefined;
        return body && child(body, 'Data') !== undefined && text(body, 'Type') === '2';
      });
      seen.push({ count: given.length, isBare: data.every((hasData) => !hasData) });
      if (given.includes(poison)) continue; // it crashes, and comes back with the key that it had
      for (const each of given) have.add(each);
      key = answered?.syncKey ?? key;
    }
    expect(have.size).toBe(MAILS - 1);
    expect(have.has(poison)).toBe(false);
    expect(seen.slice(0, 5).map(({ count }) => count)).toEqual([24, 24, 24, 12, 6]);
    expect(seen.some(({ count, isBare }) => count === 1 && isBare)).toBe(true);
    expect(engine.logged()).toContain('is given it no more');
    // It is at peace.
    for (let more = await ask(phone, key); more; more = await ask(phone, key)) key = more.syncKey;
  });

  it('loses nothing if answers only were lost a few times', async () => {
    const phone = await connect();
    for (let attempt = 0; attempt < 4; attempt += 1) await ask(phone, '1');
    const all = new Set<string>();
    let key = '1';
    for (let answered = await ask(phone, key); answered; answered = await ask(phone, key)) {
      for (const each of addedBy(answered)) all.add(each);
      key = answered.syncKey;
    }
    expect(all.size).toBe(MAILS);
  });
});
