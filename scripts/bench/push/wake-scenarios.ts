import { setTimeout as delay } from 'node:timers/promises';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { benchContext, heldInAll, type Scene } from './bench-scene';
import { editPolicy } from './policy-scenario';
import { quantile } from './process-figures';
import type { Figure } from './report';
import { phoneOf } from './seed-fleet';
import { type Server, untilHeld } from './servers';

export const HOOK_TOKEN = 'the-token-of-the-bench-which-is-no-secret';

const NANOSECONDS = 1e6;
/** Mailboxes of each kind of news. */
const SAMPLES = 6;
const WIPES = 100;
const REQUESTS = 200;
const PAUSE_MS = 40;

/** Wakes held pings in every way there is, some first and all of them in the end. */
export async function wakePings(scene: Scene): Promise<Figure[]> {
  const name = (what: string) => `${scene.held} held: ${what}`;
  return [
    ...latency(name('answer to another phone'), await askMeanwhile(scene), { p99: 100 }),
    ...latency(name('mail to the end of its ping'), await announce(scene, 0, deliver), { p50: 20, p99: 100 }),
    ...latency(name('hook to the end of the ping'), await announce(scene, SAMPLES, callHook), { p50: 20, p99: 100 }),
    ...latency(name('wipe to the end of the ping'), await wipe(scene), { p99: 100 }),
    await vanish(scene, name('a hundred vanished phones until their places are free')),
    ...(await editPolicy(scene, (goesOn) => askMeanwhile(scene, goesOn))),
    await wakeAll(scene, name('all of the rest woken at once')),
  ];
}

type Limits = { readonly p50?: number; readonly p99: number };

function latency(name: string, timesMs: readonly number[], limits: Limits): Figure[] {
  return Object.entries(limits).map(([which, limit]) => {
    const value = quantile(timesMs, Number(which.slice(1)) / 100);
    return { name: `${name}, ${which}`, value, unit: 'ms', target: `≤ ${limit} ms`, isReached: value <= limit };
  });
}

/** A phone after the other asks something, so many times at least and for so long as it goes on. */
async function askMeanwhile({ servers: [server], mailboxes, held }: Scene, goesOn = () => false): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < REQUESTS || goesOn(); index += 1) {
    const name = { index: held + (index % mailboxes), mailbox: (held + (index % mailboxes)) % mailboxes };
    const phone = phoneOf(`http://127.0.0.1:${server.port}`, name);
    const startedAt = performance.now();
    await phone.options();
    await phone.folderSync('0', { policyKey: null });
    times.push((performance.now() - startedAt) / 2);
  }
  return times;
}

/** Something new in one mailbox after the other. @returns for each of their pings how long it took */
async function announce(scene: Scene, first: number, tell: typeof deliver): Promise<number[]> {
  const times: number[] = [];
  for (let mailbox = first; mailbox < first + SAMPLES; mailbox += 1) {
    const startedAt = process.hrtime.bigint();
    await tell(scene.servers[0], mailbox);
    const ends = await scene.phones.untilEnded(phonesOf(scene, mailbox), 10_000);
    times.push(...ends.map(({ atNs }) => Number(atNs - startedAt) / NANOSECONDS));
    await delay(PAUSE_MS);
  }
  return times;
}

async function deliver({ port }: Server, mailbox: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/demo/messages/box${mailbox}@example.com`;
  await fetch(url, { method: 'POST', body: 'From: bench@example.com\r\nSubject: news\r\n\r\nhello\r\n' });
}

async function callHook({ port }: Server, mailbox: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/engine/changed`, {
    method: 'POST',
    headers: { authorization: `Bearer ${HOOK_TOKEN}` },
    body: JSON.stringify({ user: `box${mailbox}@example.com`, folder: 'INBOX', event: 'MessageNew' }),
  });
}

async function wipe({ db, phones, mailboxes }: Scene): Promise<number[]> {
  const ctx = benchContext(db);
  const times: number[] = [];
  for (let sample = 0; sample < WIPES; sample += 1) {
    // Mailboxes of which none has been woken yet, a phone of each in turn.
    const spare = mailboxes - 2 * SAMPLES;
    const index = 2 * SAMPLES + (sample % spare) + mailboxes * Math.floor(sample / spare);
    const { id } = await db.device.findFirstOrThrow({ where: { deviceKey: `push${index}` }, select: { id: true } });
    const startedAt = process.hrtime.bigint();
    await queueCommand(ctx, { deviceId: id, kind: 'wipe', reason: 'bench' });
    const ends = await phones.untilEnded([index], 10_000);
    times.push(...ends.map(({ atNs }) => Number(atNs - startedAt) / NANOSECONDS));
  }
  return times;
}

async function vanish(scene: Scene, name: string): Promise<Figure> {
  const { servers, phones, held } = scene;
  const gone = Array.from({ length: 100 }, (_, index) => held - 1 - index).filter((index) => !phones.ended.has(index));
  const before = await heldInAll(scene);
  const startedAt = performance.now();
  phones.order({ kind: 'vanish', from: held - 100, to: held });
  await untilHeld(servers, before - gone.length);
  const value = performance.now() - startedAt;
  return { name, value, unit: 'ms', target: '≤ 1000 ms', isReached: value <= 1000 };
}

async function wakeAll(scene: Scene, name: string): Promise<Figure> {
  const { servers, phones, mailboxes, held } = scene;
  const waiting = Array.from({ length: held - 100 }, (_, index) => index).filter((index) => !phones.ended.has(index));
  const startedAt = process.hrtime.bigint();
  await Promise.all(Array.from({ length: mailboxes }, (_, mailbox) => deliver(servers[0], mailbox)));
  const ends = await phones.untilEnded(waiting);
  const value = Math.max(...ends.map(({ atNs }) => Number(atNs - startedAt) / NANOSECONDS));
  const isReached = ends.length === waiting.length && value <= 2000 && (await heldInAll(scene)) === 0;
  return { name: `${name} (${ends.length} of ${waiting.length})`, value, unit: 'ms', target: '≤ 2000 ms', isReached };
}

/** The phones of a mailbox that hold a ping. */
function phonesOf({ mailboxes, held }: Scene, mailbox: number): number[] {
  const count = Math.ceil((held - mailbox) / mailboxes);
  return Array.from({ length: count }, (_, step) => mailbox + step * mailboxes);
}
