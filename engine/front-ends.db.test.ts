import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { ImapFlow } from 'imapflow';
import { afterAll, describe, expect, it } from 'vitest';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { collection, syncOf, until } from '@/engine/engine-under-test';
import { EasClient } from '@/engine/testing/eas-client';
import { findFreePort } from '@/scripts/ports/free-port';
import { useDatabase } from '@/scripts/testing/database';

const PASSWORD = 'tulip';
const { url } = await useDatabase();
const dovecot = await startDovecot();
const running = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await dovecot.stop();
});

type FrontEnd = { readonly child: ChildProcess; readonly port: number; readonly ended: Promise<unknown[]> };

/** The engine as a process of its own, on the one database and mail server. */
async function startFrontEnd(environment: Record<string, string> = {}): Promise<FrontEnd> {
  const port = await findFreePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts'], {
    env: {
      NODE_ENV: 'test',
      PATH: '/usr/bin:/bin',
      DATABASE_URL: url,
      ENGINE_PORT: String(port),
      BACKEND: 'imap',
      IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
      SMTP_URL: 'smtps://127.0.0.1:1',
      ENGINE_WORKERS: '1',
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('It did not start')))]);
  return { child, port, ended };
}

/** Passes each connection on to the next of the ports; to another one if nobody listens there. */
async function startProxy(ports: readonly number[]): Promise<{ port: number; close: () => void }> {
  let turn = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    turn += 1;
    const pass = (attempt: number) => {
      const upstream = connect(ports[(turn + attempt) % ports.length] ?? 0, '127.0.0.1');
      let isConnected = false;
      for (const socket of [client, upstream]) sockets.add(socket);
      upstream.once('connect', () => {
        isConnected = true;
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => !isConnected && attempt < ports.length && pass(attempt + 1));
      upstream.once('close', () => isConnected && client.destroy());
      client.once('close', () => upstream.destroy());
    };
    client.on('error', () => undefined);
    pass(0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, close };
}

async function deliver(user: string, subject: string): Promise<void> {
  const auth = { user, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  await client.append('INBOX', `From: Bert <bert@example.com>\r\nSubject: ${subject}\r\n\r\nHello\r\n`);
  await client.logout();
}

/** A connection that `node:cluster` dealt to a worker just killed is never answered, nor closed: ask again then. */
const ANSWER_MS = 5000;
async function figuresOf(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(ANSWER_MS) });
  return answer.text();
}
const heldAt = (port: number) => figuresOf(port).then((text) => Number(/^eas_held_requests (\d+)$/m.exec(text)?.[1]));

function phoneAt(port: number, user: string): EasClient {
  return new EasClient({
    engineUrl: `http://127.0.0.1:${port}`,
    user,
    password: PASSWORD,
    deviceId: `PHONE${user.length}${user[0]}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    policyKey: null,
    timeoutMs: 60_000,
  });
}

async function inboxOf(phone: EasClient): Promise<string> {
  const { response } = await phone.folderSync('0');
  const inbox = response?.changes?.added.find(({ type }) => type === 2);
  if (!inbox) throw new Error('The phone got no Inbox');
  return inbox.serverId;
}

// Starting processes compiles their sources: on a busy machine that takes its time.
describe('several front ends behind one address', { timeout: 240_000 }, () => {
  it('serve a phone in turn, and when one is killed nothing is lost and nothing comes twice', async () => {
    const user = 'anna@example.com';
    await dovecot.setPassword(user, PASSWORD);
    const [doomed, other] = await Promise.all([startFrontEnd(), startFrontEnd()]);
    const proxy = await startProxy([doomed.port, other.port]);
    const phone = phoneAt(proxy.port, user);
    const collectionId = await inboxOf(phone);
    const subjects: string[] = [];
    let syncKey = '0';
    const sync = async () => {
      const { response } = await phone.sync(syncOf(collection(syncKey, { collectionId })));
      const answered = response?.collections[0];
      syncKey = answered?.syncKey ?? syncKey;
      for (const change of answered?.changes ?? []) subjects.push(`${change.kind} ${change.serverId}`);
    };
    const outcomes: string[] = [];
    await sync();
    for (let round = 0; round < 6; round += 1) {
      await deliver(user, `mail ${round}`);
      if (round === 3) {
        // In the midst of a Ping that it holds: the phone sees a broken connection, and comes again.
        const direct = phoneAt(doomed.port, user);
        await sync();
        const held = direct.ping({ heartbeatSeconds: 900, folders: [{ id: collectionId }] });
        const broken = held.then(
          () => 'answered',
          () => 'broken',
        );
        await until(async () => (await heldAt(doomed.port)) === 1);
        doomed.child.kill('SIGKILL');
        await doomed.ended;
        outcomes.push(await broken);
        await deliver(user, 'while it was down');
      }
      const { response } = await phone.ping({ heartbeatSeconds: 900, folders: [{ id: collectionId }] });
      expect(response).toMatchObject({ status: 2, folders: [collectionId] });
      await sync();
      // A repeated FolderSync of the state it has brings nothing.
      expect((await phone.folderSync('1')).response?.changes?.added ?? []).toEqual([]);
    }
    await sync();
    expect(outcomes).toEqual(['broken']);
    expect(subjects).toHaveLength(7);
    expect(new Set(subjects).size).toBe(7);
    proxy.close();
    other.child.kill('SIGTERM');
    expect(await other.ended).toEqual([0, null]);
  });
});

describe('an engine of several processes', { timeout: 240_000 }, () => {
  it('serves by one port, adds up its figures, replaces a process that was killed, and ends in order', async () => {
    const user = 'bert@example.com';
    await dovecot.setPassword(user, PASSWORD);
    const engine = await startFrontEnd({ ENGINE_WORKERS: '2', LOG_LEVEL: 'silent' });
    const phone = phoneAt(engine.port, user);
    const collectionId = await inboxOf(phone);
    await phone.sync(syncOf(collection('0', { collectionId })));
    await phone.sync(syncOf(collection('1', { collectionId })));
    const ping = phone.ping({ heartbeatSeconds: 900, folders: [{ id: collectionId }] });
    await until(async () => (await heldAt(engine.port)) === 1);
    // Whichever process is asked, it is the figure of both.
    expect(await Promise.all(Array.from({ length: 4 }, () => heldAt(engine.port)))).toEqual([1, 1, 1, 1]);
    const memory = /^process_resident_memory_bytes\{worker="(\d+)"\}/gm;
    const workersOf = async () => [...(await figuresOf(engine.port)).matchAll(memory)].map(([, id]) => id);
    const before = await workersOf();
    expect(before).toHaveLength(2);
    await deliver(user, 'hello');
    expect((await ping).response).toMatchObject({ status: 2 });

    const [victim] = await childrenOf(engine.child.pid);
    if (victim === undefined) throw new Error('There is no worker');
    process.kill(victim, 'SIGKILL');
    await until(async () => {
      const now = await workersOf().catch(() => []);
      return now.length === 2 && now.some((id) => !before.includes(id));
    });
    expect((await phone.folderSync('0')).response?.status).toBe(1);
    engine.child.kill('SIGTERM');
    expect(await engine.ended).toEqual([0, null]);
  });
});

async function childrenOf(pid: number | undefined): Promise<number[]> {
  const child = spawn('ps', ['-o', 'pid=', '--ppid', String(pid)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  await once(child, 'close');
  return chunks
    .join('')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [Number(line)]));
}
