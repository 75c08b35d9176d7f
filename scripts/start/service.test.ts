import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '../ports/free-port';
import { processCommand, processIdentity } from '../processes/inspect-process';
import { endOrphans, openProcessRecords } from './process-records';
import { type Service, startService } from './service';
import type { StartError } from './start-error';

const SOON = { timeout: 20_000, interval: 20 };
const quick = { firstPauseMs: 10, longestPauseMs: 40, attempts: 3, stopMs: 300 };

let folder: string;
const services: Service[] = [];
const strays: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobileadmin-service-'));
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
  for (const stray of strays.splice(0)) stray.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Stand-ins for engine and console: programs that answer, crash, hang, or leave children of their own. */
const programs = {
  server: `
    const { createServer } = await import('node:http');
    createServer((_, response) => response.end('ok')).listen(Number(process.env.TEST_PORT), '127.0.0.1');
    process.on('SIGTERM', () => { console.log('saying goodbye'); process.exit(0); });`,
  crash: `console.log('about to crash'); process.exit(7);`,
  stubborn: `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');`,
  parent: `
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log('child ' + child.pid);
    setInterval(() => {}, 1000);`,
};

function start(program: keyof typeof programs, extra: { port?: number; calmMs?: number } = {}) {
  const file = join(folder, `${program}.mjs`);
  writeFileSync(file, programs[program]);
  const lines: string[] = [];
  const onGiveUp = vi.fn<(error: StartError) => void>();
  const service = startService({
    name: 'engine',
    words: [file],
    cwd: folder,
    env: { ...process.env, TEST_PORT: String(extra.port ?? 0) },
    records: openProcessRecords(folder),
    onLine: (line) => lines.push(line),
    onGiveUp,
    timing: { ...quick, calmMs: extra.calmMs ?? 60_000 },
  });
  services.push(service);
  return { service, lines, onGiveUp };
}

describe('a service', { timeout: 30_000 }, () => {
  it('is healthy once it answers, and says goodbye when it is stopped', async () => {
    const port = await findFreePort();
    const { service, lines } = start('server', { port });
    await service.healthy(`http://127.0.0.1:${port}/`);
    await service.stop();
    expect(lines).toEqual(['saying goodbye']);
    expect(service.pid()).toBeUndefined();
  });

  it('is started again after a crash', async () => {
    const port = await findFreePort();
    const { service, lines } = start('server', { port });
    await service.healthy(`http://127.0.0.1:${port}/`);
    const first = service.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(service.pid()).not.toBe(first), SOON);
    await vi.waitFor(() => expect(service.pid()).toBeDefined(), SOON);
    await service.healthy(`http://127.0.0.1:${port}/`);
    expect(lines.join('\n')).toContain('The engine ended (SIGKILL); it is started again in 0.01 s.');
  });

  it('is given up with one sentence when it keeps crashing, and is not healthy then', async () => {
    const { service, lines, onGiveUp } = start('crash');
    await vi.waitFor(() => expect(onGiveUp).toHaveBeenCalledOnce(), SOON);
    expect(onGiveUp.mock.calls[0]?.[0].message).toBe(
      'The engine ended 3 times in a row (status 7); see its messages above.',
    );
    expect(lines.filter((line) => line === 'about to crash')).toHaveLength(3);
    await expect(service.healthy('http://127.0.0.1:1/')).rejects.toThrow('The engine did not start.');
  });

  it('has its failures forgotten after it has run well for a while', async () => {
    const { lines, onGiveUp } = start('crash', { calmMs: 0 });
    const crashes = () => lines.filter((line) => line === 'about to crash').length;
    await vi.waitFor(() => expect(crashes()).toBeGreaterThan(4), SOON);
    expect(onGiveUp).not.toHaveBeenCalled();
  });

  it('is ended after the deadline if it does not listen', async () => {
    const { service, lines } = start('stubborn');
    await vi.waitFor(() => expect(lines).toEqual(['up']), SOON);
    const pid = service.pid() ?? 0;
    await service.stop();
    expect(processIdentity(pid)).toBeNull();
  });

  it('takes along what it has started itself', async () => {
    const { service, lines } = start('parent');
    await vi.waitFor(() => expect(lines[0]).toMatch(/^child \d+$/), SOON);
    const grandchild = Number(lines[0]?.split(' ')[1]);
    expect(processIdentity(grandchild)).not.toBeNull();
    await service.stop();
    await vi.waitFor(() => expect(processIdentity(grandchild)).toBeNull(), SOON);
  });

  it('can be killed and restarted without counting as a crash', async () => {
    const port = await findFreePort();
    const { service, lines } = start('server', { port });
    await service.healthy(`http://127.0.0.1:${port}/`);
    await service.kill();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    service.restart();
    await service.healthy(`http://127.0.0.1:${port}/`);
    expect(lines).toEqual([]);
  });

  it('hides what is secret from the list of processes: its environment is not among its arguments', async () => {
    const { service, lines } = start('stubborn');
    await vi.waitFor(() => expect(lines).toEqual(['up']), SOON);
    expect(processCommand(service.pid() ?? 0)?.join(' ')).toContain('stubborn.mjs');
    expect(processCommand(service.pid() ?? 0)?.join(' ')).not.toContain('TEST_PORT');
  });
});

describe('when the supervisor is killed', { timeout: 30_000 }, () => {
  const supervisor = (program: keyof typeof programs) => {
    const file = join(folder, `${program}.mjs`);
    writeFileSync(file, programs[program]);
    const here = fileURLToPath(new URL('.', import.meta.url));
    const script = `
      const { startService } = await import(${JSON.stringify(`${here}service.ts`)});
      const { openProcessRecords } = await import(${JSON.stringify(`${here}process-records.ts`)});
      const service = startService({
        name: 'engine', words: [${JSON.stringify(file)}], cwd: '/', env: { ...process.env, TEST_PORT: '0' },
        records: openProcessRecords(${JSON.stringify(folder)}),
        onLine: (line) => console.log(line), onGiveUp: () => {},
      });
      console.log('started ' + service.pid());`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    strays.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { child, output: () => output };
  };

  it('its services end by themselves', async () => {
    const { child, output } = supervisor('server');
    await vi.waitFor(() => expect(output()).toMatch(/started \d+/), SOON);
    const pid = Number(/started (\d+)/.exec(output())?.[1]);
    await vi.waitFor(() => expect(readFileSync(join(folder, 'processes.json'), 'utf8')).toContain(String(pid)), SOON);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(processIdentity(pid)).toBeNull(), SOON);
    expect(await endOrphans(folder)).toEqual([]);
  });

  it('one that hangs is found and ended by the next start', async () => {
    const { child, output } = supervisor('stubborn');
    await vi.waitFor(() => expect(output()).toMatch(/started \d+[^]*up/), SOON);
    const pid = Number(/started (\d+)/.exec(output())?.[1]);
    child.kill('SIGKILL');
    expect(await endOrphans(folder)).toEqual(['engine']);
    expect(processIdentity(pid)).toBeNull();
  });

  it('a stranger that has got the process id since is left alone', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
    strays.push(stranger);
    const record = { name: 'engine', pid: stranger.pid, identity: `${stranger.pid} 1` };
    writeFileSync(join(folder, 'processes.json'), JSON.stringify([record]));
    expect(await endOrphans(folder)).toEqual([]);
    expect(processIdentity(stranger.pid ?? 0)).not.toBeNull();
  });
});
