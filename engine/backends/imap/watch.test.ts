import { ImapFlow } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { listImapFolders, withIds } from './folders';
import { type ImapAnswer, startScriptedImap } from './testing/scripted-imap';
import { watchMailbox } from './watch';
import type { FolderChange } from '@/engine/backends/contract';
import { folderIdFor } from '@/engine/backends/folder-id';

const inboxId = folderIdFor('INBOX');
const workId = folderIdFor('Work');

/** A server without IDLE and NOTIFY whose folders stand where a test puts them. */
async function watchedServer({ isRefused = () => false }: { isRefused?: () => boolean } = {}) {
  const stands = new Map([
    ['INBOX', { messages: 1, uidNext: 2, unseen: 0 }],
    ['Work', { messages: 5, uidNext: 9, unseen: 1 }],
  ]);
  const statusOf = (command: string): ImapAnswer => {
    const path = /^STATUS "?(\w+)/.exec(command)?.[1] ?? '';
    const stand = stands.get(path);
    if (!stand) return { end: 'NO [NONEXISTENT] gone' };
    const { messages, uidNext, unseen } = stand;
    const items = `MESSAGES ${messages} UIDNEXT ${uidNext} UIDVALIDITY 1 UNSEEN ${unseen}`;
    return { lines: [`STATUS ${path} (${items})`] };
  };
  const openInbox = (): ImapAnswer => {
    const { messages = 0, uidNext = 1 } = stands.get('INBOX') ?? {};
    return { lines: [`${messages} EXISTS`, 'OK [UIDVALIDITY 1] x', `OK [UIDNEXT ${uidNext}] x`] };
  };
  const server = await startScriptedImap({
    answer: (command) => {
      if (command.startsWith('EXAMINE')) return openInbox();
      if (command.startsWith('LOGIN') && isRefused()) return { end: 'NO [AUTHENTICATIONFAILED] no' };
      if (command.startsWith('STATUS')) return statusOf(command);
      if (!/^LIST "" "?\*/.test(command)) return undefined;
      return { lines: [...stands.keys()].map((path) => `LIST () "/" ${path}`) };
    },
  });
  const heard: FolderChange[] = [];
  let ended = 0;
  const controller = new AbortController();
  const connect = async () => {
    const auth = { user: 'anna', pass: isRefused() ? 'old' : 'tulip' };
    const client = new ImapFlow({ host: '127.0.0.1', port: server.port, secure: false, auth, logger: false });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (isRefused()) return null;
      throw error;
    }
  };
  await watchMailbox({
    signal: controller.signal,
    watched: () => new Set([workId]),
    connect,
    folders: async (client) => withIds(await listImapFolders(client), new Map()),
    onChange: (changes) => void heard.push(...changes),
    onEnd: () => (ended += 1),
    timing: { pollMs: 20, firstRetryMs: 5, longestRetryMs: 20 },
  });
  const stop = async () => {
    controller.abort();
    await server.stop();
  };
  return { server, stands, heard, ended: () => ended, stop };
}

describe('a watch on a server that tells nothing of its own accord', () => {
  it('finds what changed, and whether something arrived', async () => {
    const { stands, heard, stop } = await watchedServer();
    stands.set('Work', { messages: 6, uidNext: 10, unseen: 2 });
    await expect.poll(() => heard).toEqual([{ folderId: workId, hasArrivals: true }]);
    stands.set('Work', { messages: 4, uidNext: 10, unseen: 0 });
    await expect.poll(() => heard.at(1)).toEqual({ folderId: workId, hasArrivals: false });
    stands.set('INBOX', { messages: 1, uidNext: 3, unseen: 1 });
    await expect.poll(() => heard.slice(2)).toContainEqual({ folderId: inboxId, hasArrivals: true });
    await stop();
  });

  it('survives a folder that is deleted meanwhile', async () => {
    const { server, stands, heard, stop } = await watchedServer();
    stands.delete('Work');
    const asked = server.commands.length;
    await expect.poll(() => server.commands.length).toBeGreaterThan(asked + 8);
    stands.set('INBOX', { messages: 2, uidNext: 3, unseen: 1 });
    await expect.poll(() => heard).toContainEqual({ folderId: inboxId, hasArrivals: true });
    await stop();
  });

  it('reports after a lost connection what changed meanwhile', async () => {
    const { server, stands, heard, stop } = await watchedServer();
    stands.set('Work', { messages: 6, uidNext: 10, unseen: 2 });
    server.hangUp();
    await expect.poll(() => heard).toContainEqual({ folderId: workId, hasArrivals: true });
    expect(server.connections()).toBeGreaterThan(1);
    await stop();
  });

  it('ends when the password is refused after a lost connection', async () => {
    let isChanged = false;
    const { server, ended, stop } = await watchedServer({ isRefused: () => isChanged });
    isChanged = true;
    server.hangUp();
    await expect.poll(ended).toBe(1);
    await stop();
    expect(ended()).toBe(1);
  });
});
