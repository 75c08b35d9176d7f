import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ProcessRecords, signalGroup } from './process-records';
import { StartError } from './start-error';

// Implementation notes
// - A service is one of our programs, run as a child in a process group of its own: Ctrl-C at the terminal reaches only
//   us, and we end services in order.
// - It ends with us, whatever ends us (die-with-parent.mjs).
// - One that ends by itself is started again after a pause that doubles; once it has run for `calmMs`, the count starts
//   anew. After `attempts` in a row we give up.

export type ServiceOptions = {
  name: string;
  /** Arguments of Node. Nothing secret: everybody on the machine can read them. */
  words: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  records: ProcessRecords;
  /** Gets every line that the service writes, and what happens to it. */
  onLine: (line: string) => void;
  /** Called once if it keeps ending; the sentence says so. */
  onGiveUp: (error: StartError) => void;
  timing?: Partial<typeof defaultTiming>;
};

const defaultTiming = { firstPauseMs: 500, longestPauseMs: 30_000, calmMs: 60_000, attempts: 5, stopMs: 10_000 };
const ANSWER_MS = 10_000;
const HEALTH_POLL_MS = 50;
const HEALTH_TIMEOUT_MS = 90_000;
const PRELOAD = pathToFileURL(fileURLToPath(new URL('die-with-parent.mjs', import.meta.url))).href;

export type Service = ReturnType<typeof startService>;

/** Starts a service and keeps it running until it is stopped. */
export function startService(options: ServiceOptions) {
  const timing = { ...defaultTiming, ...options.timing };
  /** The running one. Gone from here before it is ended or after it has ended. */
  let child: ChildProcess | undefined;
  let pause: NodeJS.Timeout | undefined;
  let failures = 0;
  let isStopping = false;
  let hasGivenUp = false;

  const run = () => {
    const startedAt = Date.now();
    const current = launch(options);
    child = current;
    if (current.pid !== undefined) options.records.add(options.name, current.pid);
    current.once('error', (error) => options.onLine(`${options.name}: ${error.message}`));
    current.once('close', (status, signal) => {
      if (current.pid !== undefined) options.records.remove(current.pid);
      if (child !== current) return;
      child = undefined;
      failures = Date.now() - startedAt >= timing.calmMs ? 1 : failures + 1;
      scheduleRestart(signal ?? `status ${status}`);
    });
  };

  const scheduleRestart = (reason: string) => {
    if (failures >= timing.attempts) {
      hasGivenUp = true;
      options.onGiveUp(
        new StartError(`The ${options.name} ended ${failures} times in a row (${reason}); see its messages above.`),
      );
      return;
    }
    const pauseMs = Math.min(timing.longestPauseMs, timing.firstPauseMs * 2 ** (failures - 1));
    options.onLine(`The ${options.name} ended (${reason}); it is started again in ${pauseMs / 1000} s.`);
    pause = setTimeout(run, pauseMs);
  };

  const leave = async (deadlineMs: number) => {
    isStopping = true;
    clearTimeout(pause);
    const current = child;
    child = undefined;
    if (current) await end(current, deadlineMs);
  };

  run();
  return {
    name: options.name,

    /** Its process id right now, or undefined while it is not running. */
    pid: () => child?.pid,

    /**
     * Waits until it answers requests.
     *
     * @throws StartError if it gives up or takes too long
     */
    healthy: (url: string) => waitForHealth(options.name, url, () => hasGivenUp || isStopping),

    /** Asks it to end, waits, and after a deadline ends it and everything it started. */
    stop: () => leave(timing.stopMs),

    /** Ends it at once, as a crash would; it is not started again before `restart`. For tests of what survives. */
    kill: () => leave(0),

    /** Starts it again after `stop` or `kill`. */
    restart: () => {
      isStopping = false;
      run();
    },
  };
}

function launch({ name, words, cwd, env, onLine }: ServiceOptions): ChildProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', PRELOAD, ...words], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // What it started itself goes with it, and lets go of our ends of its pipes.
  child.once('exit', () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) throw new Error(`No output of ${name}`); // both are pipes, as asked for above
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
  }
  return child;
}

async function end(child: ChildProcess, deadlineMs: number): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    // Only the leader: it knows best in which order its own children end.
    if (deadlineMs > 0) child.kill('SIGTERM');
    const timer = new AbortController();
    const late = delay(deadlineMs, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([ended, late]);
    timer.abort();
  }
  signalGroup(pid, 'SIGKILL');
  await ended;
}

async function waitForHealth(name: string, url: string, isOver: () => boolean): Promise<void> {
  const deadline = Date.now() + HEALTH_TIMEOUT_MS;
  while (!isOver()) {
    if (await answers(url)) return;
    if (Date.now() > deadline) {
      throw new StartError(`The ${name} does not answer after ${HEALTH_TIMEOUT_MS / 1000} seconds.`);
    }
    await delay(HEALTH_POLL_MS);
  }
  throw new StartError(`The ${name} did not start.`);
}

/** Of our own process on this machine: who it is is known, so its certificate, which names it to the outside, is not asked. */
function answers(url: string): Promise<boolean> {
  const get = url.startsWith('https:') ? httpsGet : httpGet;
  return new Promise((resolve) => {
    const request = get(url, { rejectUnauthorized: false, timeout: ANSWER_MS, agent: false }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false)); // not listening yet
  });
}
