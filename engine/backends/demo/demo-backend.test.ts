import { describe, expect, it } from 'vitest';
import { DemoBackend } from './demo-backend';
import type { MessagePart } from '@/engine/backends/contract';
import { describeBackend } from '@/engine/backends/contract-suite';

const now = () => new Date();
const from = (username: string) => ({ username, password: 'demo', clientAddress: null });

async function signIn(username: string, backend = new DemoBackend({ password: 'demo', now })) {
  const account = await backend.authenticate(from(username));
  if (!account) throw new Error('refused');
  return { backend, account };
}

describeBackend('the demo back end', async () => {
  const backend = new DemoBackend({ password: 'demo', now });
  const mailbox = 'anna@example.com';
  return {
    backend,
    mailbox,
    password: 'demo',
    usernames: ['anna@example.com', 'Anna@Example.COM', ' anna@example.com '],
    deliver: async (raw) => void (await backend.deliver(mailbox, raw)),
    setRead: async (uid, isRead) => (await backend.mailbox(mailbox)).setRead('inbox', uid, isRead),
    remove: async (uid) => (await backend.mailbox(mailbox)).remove('inbox', [uid]),
    sent: async (raw) => {
      const { account } = await signIn('bert@example.com', backend);
      const listing = await backend.listMessages({ account, folderId: 'inbox' });
      const uid = Math.max(...(listing?.messages.map((message) => message.uid) ?? []));
      const octets = await backend.fetchPart({ account, folderId: 'inbox', uid, path: '', limitBytes: raw.length + 1 });
      return octets?.content ?? null;
    },
    recipient: 'bert@example.com',
    refusedRecipient: 'no such\r\nname@example.com',
    hasAutoReplies: true,
  };
});

async function inboxOf({ backend, account }: Awaited<ReturnType<typeof signIn>>) {
  const listing = await backend.listMessages({ account, folderId: 'inbox' });
  const uids = listing?.messages.map(({ uid }) => uid) ?? [];
  return backend.fetchHeads({ account, folderId: 'inbox', uids });
}

const partsOf = (part: MessagePart): MessagePart[] => [part, ...part.parts.flatMap(partsOf)];

describe('the demo mailbox', () => {
  it('is the same at every start: forty mails in typed folders, read and unread', async () => {
    const marks = async () => {
      const { backend, account } = await signIn('anna.schmidt@example.com');
      const folders = await backend.listFolders(account);
      const listings = await Promise.all(folders.map(({ id }) => backend.listMessages({ account, folderId: id })));
      return listings.flatMap((listing) => listing?.messages ?? []).map(({ isRead }) => isRead);
    };
    const first = await marks();
    expect(first).toHaveLength(40);
    expect(await marks()).toEqual(first);
    expect(first.filter((isRead) => !isRead).length).toBeGreaterThan(4);
  });

  it('speaks to its owner by name and keeps HTML as HTML', async () => {
    const signedIn = await signIn('anna.schmidt');
    const { backend, account } = signedIn;
    expect(account.displayName).toBe('Anna Schmidt');
    const heads = await inboxOf(signedIn);
    const wishes = heads.flatMap(({ uid, structure }) =>
      partsOf(structure)
        .filter(({ type }) => type.startsWith('text/'))
        .map((part) => ({ uid, part, limitBytes: 100_000 })),
    );
    const texts = [...(await backend.fetchTexts({ account, folderId: 'inbox', wishes })).values()];
    expect(texts.some(({ content }) => content.includes('Hi Anna,'))).toBe(true);
    expect(texts.some(({ content }) => content.includes('<p>'))).toBe(true);
    expect(heads.some(({ subject }) => subject === 'Your ticket: Köln – Brussels, 08:43')).toBe(true);
    expect(heads.every(({ to }) => to[0]?.address === 'anna.schmidt@demo.example')).toBe(true);
  });

  it('holds files and a picture inside a text, for a phone to show', async () => {
    const signedIn = await signIn('anna');
    const heads = await inboxOf(signedIn);
    const files = heads.flatMap(({ uid, structure }) =>
      partsOf(structure)
        .filter(({ fileName }) => fileName !== null)
        .map((part) => ({ uid, part })),
    );
    const described = files.map(({ part }) => [part.fileName, part.type, part.disposition, part.contentId]);
    expect(new Set(described)).toEqual(
      new Set([
        ['Invoice 2024-1187.pdf', 'application/pdf', 'attachment', null],
        ['code.png', 'image/png', 'inline', 'code@demo.example'],
        ['Übersicht Region Nord.csv', 'text/csv', 'attachment', null],
      ]),
    );
    const query = { account: signedIn.account, folderId: 'inbox', limitBytes: 100_000 };
    const beginnings = files.map(async ({ uid, part }) => {
      const octets = await signedIn.backend.fetchPart({ ...query, uid, path: part.path });
      return octets?.content.toString('latin1').slice(0, 4);
    });
    expect(new Set(await Promise.all(beginnings))).toEqual(new Set(['%PDF', 'Mona', '\x89PNG']));
  });

  it('is the same octet by octet whenever it is written', async () => {
    const whole = async () => {
      const { backend, account } = await signIn('anna', new DemoBackend({ password: 'demo', now: () => new Date(0) }));
      const uids = Array.from({ length: 24 }, (_, index) => index + 1);
      const query = { account, folderId: 'inbox', path: '', limitBytes: 100_000 };
      return Promise.all(uids.map(async (uid) => (await backend.fetchPart({ ...query, uid }))?.content.toString()));
    };
    expect(await whole()).toEqual(await whole());
  });

  it('can be written to by another demo mailbox, with and without a domain', async () => {
    const backend = new DemoBackend({ password: 'demo', now });
    const anna = await signIn('anna', backend);
    const bert = await signIn('bert@example.com', backend);
    const raw = Buffer.from('Subject: to both\r\n\r\nhi\r\n');
    const recipients = ['anna@demo.example', 'Bert@example.com'];
    await backend.send(bert.account, { raw, sender: 'bert@example.com', recipients });
    for (const signedIn of [anna, bert]) {
      expect((await inboxOf(signedIn)).some(({ subject }) => subject === 'to both')).toBe(true);
    }
  });

  it('has an end: what does not fit is refused and can be read nowhere', async () => {
    const signedIn = await signIn('anna');
    const raw = Buffer.alloc(40 * 1024 * 1024, 'x');
    const append = () =>
      signedIn.backend.append({
        account: signedIn.account,
        folderId: 'archive',
        raw,
        marks: {},
        receivedAt: new Date(),
      });
    await append();
    await append();
    await expect(append()).rejects.toMatchObject({ code: 'quota' });
    expect(await signedIn.backend.deliver('anna', raw)).toBe(false);
  });

  it('refuses names that no mail system would take', async () => {
    const backend = new DemoBackend({ password: 'demo', now });
    for (const username of ['', ' ', 'a\\b\\c', 'x'.repeat(255), 'a b']) {
      expect(await backend.authenticate(from(username))).toBeNull();
    }
    expect(await backend.deliver('../etc', Buffer.from('x'))).toBe(false);
  });
});
