import { afterAll, describe, expect, it } from 'vitest';
import { ImapBackend } from './imap-backend';
import { parseImapUrl } from './imap-url';
import { type ImapAnswer, type ImapScript, startScriptedImap } from './testing/scripted-imap';
import { type Account, BackendUnavailable } from '@/engine/backends/contract';
import { folderIdFor } from '@/engine/backends/folder-id';
import type { ServerObserver } from '@/engine/backends/server-observer';
import { MemoryFolderRegistry } from '@/engine/backends/testing/memory-folder-registry';
import { processorTimeOf } from '@/scripts/testing/processor-time';

const never = new AbortController().signal;
const inboxId = folderIdFor('INBOX');
const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

const credentials = (username = 'anna') => ({ username, password: 'tulip', clientAddress: null });
const account = (username = 'anna'): Account => ({
  mailbox: username,
  address: 'anna@example.com',
  displayName: null,
  credentials: credentials(username),
});

async function start(script: ImapScript, limits = { perMailbox: 3, total: 500 }, observer?: ServerObserver) {
  const server = await startScriptedImap(script);
  const backend = new ImapBackend({
    server: parseImapUrl(`imap://127.0.0.1:${server.port}`),
    certificateAuthorities: [],
    sender: { send: () => Promise.reject(new Error('no sender')) },
    registry: new MemoryFolderRegistry(),
    limits,
    ...(observer && { observer }),
  });
  ends.push(
    () => backend.close(),
    () => server.stop(),
  );
  return { server, backend };
}

const selected = (...lines: string[]): ImapAnswer => ({
  lines: ['3 EXISTS', 'OK [UIDVALIDITY 1] x', 'OK [UIDNEXT 4] x', ...lines],
});

describe('how a mail server is found', () => {
  const unavailable = (command: string) =>
    command.startsWith('LOGIN') ? { end: 'NO [UNAVAILABLE] no directory' } : undefined;
  const full = (command: string) => (command.startsWith('LOGIN') ? { end: 'NO [LIMIT] too many' } : undefined);
  const wrong = (command: string) =>
    command.startsWith('LOGIN') ? { end: 'NO [AUTHENTICATIONFAILED] no' } : undefined;

  it.each<[string, ImapScript, readonly string[]]>([
    ['works', {}, ['works']],
    ['refuses a password', { answer: wrong }, ['works']],
    ['gives one user no more', { answer: full }, ['works']],
    ['cannot look up users', { answer: unavailable }, ['sign_in_refused']],
    ['is full', { greeting: 'BYE too many connections' }, ['refused']],
  ])('is told: it %s', async (_what, script, told) => {
    const heard: string[] = [];
    const observer = {
      succeeded: () => void heard.push('works'),
      failed: (problem: string) => void heard.push(problem),
    };
    const { backend } = await start(script, undefined, observer);
    await backend.authenticate(credentials(), never).catch(() => undefined);
    expect(heard).toEqual(told);
  });

  it('is told with the reason if nobody listens there', async () => {
    const heard: string[] = [];
    const observer = { succeeded: () => undefined, failed: (problem: string) => void heard.push(problem) };
    const { server, backend } = await start({}, undefined, observer);
    await server.stop();
    await expect(backend.authenticate(credentials(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    // Once: the next attempts are not made.
    await expect(backend.authenticate(credentials(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(heard).toEqual(['cannot_connect']);
  });
});

describe('a mail server in trouble', () => {
  it.each<[string, ImapScript]>([
    ['hangs up', { greeting: null }],
    ['says that it is full', { greeting: 'BYE too many connections' }],
  ])('that %s is not asked by every request, and not taken for a wrong password', async (_what, script) => {
    const { server, backend } = await start(script);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(backend.authenticate(credentials(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    }
    expect(server.connections()).toBeLessThan(3);
  });

  it('that refuses one user more connections serves the others', async () => {
    const isFull = (command: string) => /^LOGIN "?anna/i.test(command);
    const { server, backend } = await start({
      answer: (command) => (isFull(command) ? { end: 'NO [LIMIT] Maximum number of connections' } : undefined),
    });
    await expect(backend.authenticate(credentials('anna'), never)).rejects.toBeInstanceOf(BackendUnavailable);
    const before = server.connections();
    await expect(backend.authenticate(credentials('anna'), never)).rejects.toThrow('failed a moment ago');
    expect(server.connections()).toBe(before);
    expect(await backend.authenticate(credentials('bert'), never)).toMatchObject({ mailbox: 'bert' });
  });

  it.each(['NO [UNAVAILABLE] later', 'NO [SERVERBUG] oops', 'NO [INUSE] busy'])(
    'says %j of a password: no refusal',
    async (end) => {
      const { backend } = await start({ answer: (command) => (command.startsWith('LOGIN') ? { end } : undefined) });
      await expect(backend.authenticate(credentials(), never)).rejects.toBeInstanceOf(BackendUnavailable);
    },
  );

  it('that breaks a connection between two requests is asked over a new one', async () => {
    const { server, backend } = await start({});
    await backend.listFolders(account(), never);
    server.hangUp();
    await expect.poll(() => backend.listFolders(account(), never).catch(() => null)).not.toBeNull();
  });

  it('gets no more connections for a mailbox than it should, however many requests there are', async () => {
    const { server, backend } = await start({}, { perMailbox: 2, total: 10 });
    await Promise.all(Array.from({ length: 20 }, () => backend.listFolders(account(), never)));
    expect(server.connections()).toBe(2);
  });

  it('gets no more connections in all than it should, and serves everybody', async () => {
    const { server, backend } = await start({}, { perMailbox: 2, total: 3 });
    const users = Array.from({ length: 12 }, (_, index) => `user${index}`);
    const all = await Promise.all(users.map((user) => backend.listFolders(account(user), never)));
    expect(all).toHaveLength(12);
    expect(server.connections()).toBe(12);
  });
});

describe('a request that nobody waits for any more', () => {
  it('gives back its connection, in use or in line, and leaves nothing behind', async () => {
    let isHeld = true;
    const { server, backend } = await start(
      { answer: (command) => (isHeld && command.startsWith('STATUS') ? 'hold' : undefined) },
      { perMailbox: 1, total: 1 },
    );
    const controller = new AbortController();
    const ask = (signal: AbortSignal) => backend.folderTokens(account(), [inboxId], signal);
    const given = [ask(controller.signal), ask(controller.signal), ask(controller.signal)];
    const settled = Promise.allSettled(given);
    await expect.poll(() => server.commands.some((command) => command.startsWith('STATUS'))).toBe(true);
    controller.abort(new Error('gone'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    isHeld = false;
    const tokens = await Promise.all(Array.from({ length: 5 }, () => ask(never)));
    expect(tokens.every((token) => token.has(inboxId))).toBe(true);
    expect(server.connections()).toBe(2);
  });
});

describe('a mail server that can do little', () => {
  it('lists two thousand folders in no time', async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `Level ${index % 20}/Folder ${index}`);
    const tops = Array.from({ length: 20 }, (_, index) => `Level ${index}`);
    const lines = [...tops, ...names, 'INBOX'].map((name) => `LIST () "/" "${name}"`);
    const { backend } = await start({
      answer: (command) => (/^LIST "" "?\*/.test(command) ? { lines } : undefined),
    });
    const list = async () => {
      const folders = await backend.listFolders(account(), never);
      expect(folders).toHaveLength(2021);
      expect(folders.filter(({ parentId }) => parentId !== null)).toHaveLength(2000);
    };
    expect(await processorTimeOf(list)).toBeLessThan(3000);
  });

  it('does not fail for keywords that its folders cannot have', async () => {
    const { server, backend } = await start({
      answer: (command) =>
        command.startsWith('SELECT')
          ? selected('FLAGS (\\Seen \\Flagged)', 'OK [PERMANENTFLAGS (\\Seen \\Flagged)] x')
          : undefined,
    });
    const change = { isRead: true, isAnswered: true, addKeywords: ['$Forwarded', 'not an (atom)'] };
    await backend.mark({ account: account(), folderId: inboxId, uids: [1], change }, never);
    const only = { addKeywords: ['$Forwarded'] };
    await backend.mark({ account: account(), folderId: inboxId, uids: [1], change: only }, never);
    expect(server.commands.filter((command) => command.startsWith('UID STORE'))).toEqual([
      'UID STORE 1 +FLAGS.SILENT (\\Seen)',
    ]);
  });

  it('takes a message without the keywords that it refuses', async () => {
    const { server, backend } = await start({
      capabilities: ['UIDPLUS'],
      answer: (command) => {
        if (!command.startsWith('APPEND')) return undefined;
        return command.includes('$Forwarded') ? { end: 'NO no keywords' } : { end: 'OK [APPENDUID 1 7] done' };
      },
    });
    const message = { raw: Buffer.from('Subject: x\r\n\r\n'), receivedAt: new Date() };
    const marks = { isRead: true, keywords: ['$Forwarded'] };
    expect(await backend.append({ account: account(), folderId: inboxId, ...message, marks }, never)).toBe(7);
    expect(server.commands.filter((command) => command.startsWith('APPEND'))).toHaveLength(2);
  });

  it.each([
    ['NO [OVERQUOTA] full', 'quota'],
    ['NO [TRYCREATE] where?', 'missing'],
  ])('answers %j to a message: %s', async (end, code) => {
    const { backend } = await start({
      capabilities: ['UIDPLUS'],
      answer: (command) => (command.startsWith('APPEND') ? { end } : undefined),
    });
    const message = { raw: Buffer.from('Subject: x\r\n\r\n'), marks: {}, receivedAt: new Date() };
    const appending = backend.append({ account: account(), folderId: inboxId, ...message }, never);
    await expect(appending).rejects.toMatchObject({ name: 'FolderProblem', code });
  });

  it.each([
    ['NO [OVERQUOTA] full', 'quota'],
    ['NO [TRYCREATE] where?', 'target_missing'],
    ['NO no', 'refused'],
  ])('answers %j to a move: %s, and nothing is removed', async (end, code) => {
    const { server, backend } = await start({
      answer: (command) => {
        if (/^LIST "" "?\*/.test(command)) return { lines: ['LIST () "/" INBOX', 'LIST () "/" Target'] };
        if (command.startsWith('SELECT')) return selected();
        if (command.startsWith('UID SEARCH')) return { lines: ['SEARCH 1 2 3'] };
        return command.startsWith('UID COPY') ? { end } : undefined;
      },
    });
    const query = { account: account(), folderId: inboxId, uids: [1], targetId: folderIdFor('Target') };
    await expect(backend.move(query, never)).rejects.toMatchObject({ name: 'FolderProblem', code });
    expect(server.commands.some((command) => /STORE|EXPUNGE/.test(command))).toBe(false);
  });

  it('loses no message that another mail program has marked for deletion', async () => {
    const { server, backend } = await start({
      answer: (command) => {
        if (command.startsWith('SELECT')) return selected();
        if (command.startsWith('UID SEARCH DELETED')) return { lines: ['SEARCH 1 3'] };
        return command.startsWith('UID SEARCH') ? { lines: ['SEARCH 1 2 3'] } : undefined;
      },
    });
    await backend.remove({ account: account(), folderId: inboxId, uids: [2] }, never);
    const changes = server.commands.filter((command) => /STORE|EXPUNGE/.test(command));
    expect(changes).toEqual([
      'UID STORE 1,3 -FLAGS.SILENT (\\Deleted)',
      'UID STORE 2 +FLAGS (\\Deleted)',
      'EXPUNGE',
      'UID STORE 1,3 +FLAGS.SILENT (\\Deleted)',
    ]);
  });

  it('that lets nobody change a folder says so', async () => {
    const { backend } = await start({
      answer: (command) => (command.startsWith('SELECT') ? { ...selected(), end: 'OK [READ-ONLY] done' } : undefined),
    });
    const marking = backend.mark({ account: account(), folderId: inboxId, uids: [1], change: { isRead: true } }, never);
    await expect(marking).rejects.toMatchObject({ name: 'FolderProblem', code: 'refused' });
  });

  it.each([
    ['German', 'Gesendete Objekte', 'Entwürfe', 'Papierkorb', 'Spamverdacht'],
    ['French', 'Éléments envoyés', 'Brouillons', 'Corbeille', 'Courrier indésirable'],
    ['Spanish', 'Elementos enviados', 'Borradores', 'Papelera', 'Correo no deseado'],
    ['Italian', 'Posta inviata', 'Bozze', 'Cestino', 'Posta indesiderata'],
    ['Dutch', 'Verzonden items', 'Concepten', 'Prullenbak', 'Ongewenste e-mail'],
    ['Portuguese', 'Itens enviados', 'Rascunhos', 'Lixeira', 'Lixo eletrônico'],
    ['Polish', 'Elementy wysłane', 'Kopie robocze', 'Kosz', 'Niechciane'],
    ['Swedish', 'Skickade objekt', 'Utkast', 'Papperskorgen', 'Skräppost'],
    ['Danish', 'Sendte elementer', 'Kladder', 'Papirkurven', 'Uønsket mail'],
    ['Norwegian', 'Sendte elementer', 'Utkast', 'Slettet', 'Søppelpost'],
    ['Czech', 'Odeslané zprávy', 'Rozepsané zprávy', 'Koš', 'Nevyžádaná pošta'],
  ])('knows special folders in %s by their names', async (_language, sent, drafts, trash, junk) => {
    const names = [sent, drafts, trash, junk, 'Projects'];
    const { backend } = await start({
      capabilities: ['UTF8=ACCEPT', 'ENABLE'],
      answer: (command) => {
        if (command.startsWith('ENABLE')) return { lines: ['ENABLED UTF8=ACCEPT'] };
        if (!/^LIST "" "?\*/.test(command)) return undefined;
        const utf8 = (name: string) => Buffer.from(name).toString('utf8');
        return { lines: ['LIST () "/" INBOX', ...names.map((name) => `LIST () "/" "${utf8(name)}"`)] };
      },
    });
    const folders = await backend.listFolders(account(), never);
    const kinds = Object.fromEntries(folders.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      [sent]: 'sent',
      [drafts]: 'drafts',
      [trash]: 'trash',
      [junk]: 'junk',
      Projects: 'mail',
    });
  });
});
