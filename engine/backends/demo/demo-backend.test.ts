import { describe, expect, it } from 'vitest';
import { DemoBackend } from './demo-backend';
import { describeBackend } from '@/engine/backends/contract-suite';

const now = () => new Date();

async function signIn(username: string) {
  const backend = new DemoBackend({ password: 'demo', now });
  const account = await backend.authenticate({ username, password: 'demo' });
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
    remove: async (uid) => (await backend.mailbox(mailbox)).remove('inbox', uid),
  };
});

describe('the demo mailbox', () => {
  it('is the same at every start: forty mails in typed folders, read and unread', async () => {
    const marks = async () => {
      const { backend, account } = await signIn('anna.schmidt@example.com');
      const folders = await backend.listFolders();
      const listings = await Promise.all(folders.map(({ id }) => backend.listMessages({ account, folderId: id })));
      return listings.flatMap((listing) => listing?.messages ?? []).map(({ isRead }) => isRead);
    };
    const first = await marks();
    expect(first).toHaveLength(40);
    expect(await marks()).toEqual(first);
    expect(first.filter((isRead) => !isRead).length).toBeGreaterThan(4);
  });

  it('speaks to its owner by name and keeps HTML as HTML', async () => {
    const { backend, account } = await signIn('anna.schmidt');
    expect(account.displayName).toBe('Anna Schmidt');
    const listing = await backend.listMessages({ account, folderId: 'inbox' });
    const uids = listing?.messages.map(({ uid }) => uid) ?? [];
    const messages = await backend.fetchMessages({ account, folderId: 'inbox', uids, bodyLimitBytes: 100_000 });
    expect(messages.some(({ body }) => body.content.includes('Hi Anna,'))).toBe(true);
    expect(messages.some(({ subject }) => subject === 'Your ticket: Köln – Brussels, 08:43')).toBe(true);
    expect(messages.find(({ body }) => body.format === 'html')?.body.content).toContain('<p>');
    expect(messages.every(({ to }) => to[0]?.address === 'anna.schmidt@demo.example')).toBe(true);
  });

  it('refuses names that no mail system would take', async () => {
    const backend = new DemoBackend({ password: 'demo', now });
    for (const username of ['', ' ', 'a\\b\\c', 'x'.repeat(255), 'a b']) {
      expect(await backend.authenticate({ username, password: 'demo' })).toBeNull();
    }
    expect(await backend.deliver('../etc', Buffer.from('x'))).toBe(false);
  });
});
