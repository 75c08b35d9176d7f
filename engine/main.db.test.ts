import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { followPolicy, givePolicy, order, until } from '@/engine/engine-under-test';
import { EasClient } from '@/engine/testing/eas-client';
import { findFreePort } from '@/scripts/ports/free-port';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

type EngineProcess = { child: ChildProcess; port: number; ended: Promise<unknown[]>; output: () => string };

/** The engine as it is started for real: a process of its own, from its sources. */
async function startProcess(environment: Record<string, string> = {}): Promise<EngineProcess> {
  const port = await findFreePort();
  const env = { NODE_ENV: 'test' as const, DATABASE_URL: url, ENGINE_PORT: String(port), ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/main.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const chunks: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const ended = once(child, 'exit').finally(() => running.delete(child));
  return { child, port, ended, output: () => chunks.join('') };
}

async function startReady(environment?: Record<string, string>): Promise<EngineProcess> {
  const engine = await startProcess(environment);
  const [message] = await Promise.race([once(engine.child, 'message'), engine.ended]);
  if (JSON.stringify(message) !== '{"ready":true}') throw new Error(`The engine did not start: ${engine.output()}`);
  return engine;
}

let phones = 0;
function phoneOf({ port }: EngineProcess, like?: EasClient): EasClient {
  phones += like ? 0 : 1;
  return new EasClient({
    engineUrl: `http://127.0.0.1:${port}`,
    user: like?.user ?? `owner${phones}@example.com`,
    password: 'demo',
    deviceId: like?.deviceId ?? `PHONE${phones}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    policyKey: like?.policyKey ?? 0,
    timeoutMs: 60_000,
  });
}

// Starting a process compiles its sources: on a busy machine that takes its time.
describe('the engine process', { timeout: 240_000 }, () => {
  it('offers 2.5 if its setting says so, and only then', async () => {
    const versionsOf = async (environment?: Record<string, string>) =>
      (await phoneOf(await startReady(environment)).options()).versions;
    expect(await versionsOf({ ENGINE_WINDOWS_MOBILE: '1' })).toContain('2.5');
    expect(await versionsOf()).not.toContain('2.5');
  });

  it('says when it is ready, that it is a demo, and nothing secret', async () => {
    const engine = await startReady();
    expect((await phoneOf(engine).folderSync('0')).response?.status).toBe(1);
    expect(engine.output()).toContain('THIS IS A DEMO');
    expect(engine.output()).toContain('Engine is up');
    for (const secret of [new URL(url).password, '"demo"}']) expect(engine.output()).not.toContain(secret);
    engine.child.kill('SIGTERM');
    expect(await engine.ended).toEqual([0, null]);
  });

  it('killed between delivery and acknowledgement loses neither: its successor takes the report', async () => {
    const first = await startReady();
    const phone = phoneOf(first);
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true } });
    await followPolicy(phone);
    const { id } = await order(db, phone, 'wipe');
    expect((await phone.provision({})).response).toMatchObject({ remoteWipe: true });
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('DELIVERED');

    const second = await startReady();
    const again = phoneOf(second, phone);
    expect((await again.folderSync('0')).response?.status).toBe(140);
    expect((await again.provision({ remoteWipe: { status: 1 } })).response).toMatchObject({ status: 1 });
    expect((await db.deviceCommand.findUniqueOrThrow({ where: { id } })).state).toBe('ACKNOWLEDGED');
  });

  it('told to stop sends held Pings home, writes what it has to write, and ends', async () => {
    const engine = await startReady();
    const phone = phoneOf(engine);
    await phone.folderSync('0');
    const ping = phone.ping({ heartbeatSeconds: 900, folders: [{ id: 'inbox' }] });
    const figures = () => fetch(`http://127.0.0.1:${engine.port}/metrics`).then((answer) => answer.text());
    await until(async () => (await figures()).includes('eas_held_requests 1\n'));
    engine.child.kill('SIGTERM');
    expect((await ping).response).toMatchObject({ status: 1 });
    expect(await engine.ended).toEqual([0, null]);
    const device = await db.device.findFirstOrThrow({ where: { deviceKey: phone.deviceId.toLowerCase() } });
    expect(device).toMatchObject({ heartbeatSeconds: 900, pingHeartbeat: 900 });
  });

  it('ends by itself when its supervisor is gone', async () => {
    const engine = await startReady();
    engine.child.disconnect();
    expect(await engine.ended).toEqual([0, null]);
  });

  it.each([
    [{ DATABASE_URL: 'postgresql://nobody:tulip@127.0.0.1:1/none' }, /ECONNREFUSED|connect/],
    [{ BACKEND: 'imap', IMAP_URL: 'imaps://h?login=both', SMTP_URL: 'smtps://h' }, /IMAP_URL: login/],
    [{ ENGINE_PING_MAX_SECONDS: 'long' }, /ENGINE_PING_MAX_SECONDS/],
  ])('that cannot start says why and ends: %j', async (environment, sentence) => {
    const engine = await startProcess(environment);
    expect(await engine.ended).toEqual([1, null]);
    expect(engine.output()).toMatch(sentence);
    expect(engine.output()).not.toContain('tulip');
  });
});
