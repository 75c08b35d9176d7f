import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { SeededRandom } from '@/engine/testing/seeded-random';
import type { SimulatedPhone } from '@/engine/testing/simulated-phone';
import { buildBundles, type Server, startEngineProcess } from './bench/push/servers';
import { cpuOfTreeMs, memoryOfTreeMib } from './bench/sync/process-tree';
import { applyMigrations } from './db/apply-migrations';
import { startTemporaryPostgres } from './postgres/temporary-postgres';
import { compareViews, type Comparison } from './soak/compare-views';
import { FrontDoor } from './soak/front-door';
import { type MailSystem, PASSWORD, startMailSystem } from './soak/mail-system';
import { makeFleet } from './soak/soak-fleet';
import { Tally } from './soak/tally';
import { ensureFirstContents } from './start/first-contents';

// Many phones read, mark, move, delete, write and send for a while, at a real Dovecot, through two engines that take
// their requests in turn. In the end every phone must show exactly what its mailbox has, item by item, and every letter
// must have gone out once. Usage: npm run soak -- [--minutes 30] [--phones 2000] [--kill]

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    phones: { type: 'string', default: '2000' },
    engines: { type: 'string', default: '2' },
    /** Kills one of the engines half way, as if its machine had failed, and starts it again ten seconds later. */
    kill: { type: 'boolean', default: false },
    /** Seconds from one deed of a phone to its next, on average. */
    every: { type: 'string', default: '30' },
    /** Phones that are switched on in a second. */
    starts: { type: 'string', default: '8' },
    seed: { type: 'string', default: '2005' },
  },
});

const SIDE_BY_SIDE = 8;
const LETTERS_AT_FIRST = 12;
const DOWN_MS = 10_000;
/** Of one phone, on average. */
const NAP_EVERY_MS = 90_000;
const REPORT_EVERY_MS = 30_000;
/** An engine that was killed while it sent a letter is believed to be at it for a minute. */
const SETTLE_WITHIN_MS = 240_000;

const say = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const phonesWanted = Number(flags.phones);

type Scene = {
  readonly phones: readonly SimulatedPhone[];
  readonly tally: Tally;
  readonly mail: MailSystem;
  readonly door: FrontDoor;
  readonly engines: Server[];
  readonly startEngine: () => Promise<Server>;
};

async function fillMailboxes({ dovecot, deliver }: MailSystem, mailboxes: readonly string[]): Promise<void> {
  const next = mailboxes.values();
  const lane = async () => {
    for (const mailbox of next) {
      await dovecot.setPassword(mailbox, PASSWORD);
      for (let number = 1; number <= LETTERS_AT_FIRST; number += 1) {
        const lines = [`From: world@example.org`, `To: ${mailbox}`, `Subject: First ${number}`, '', 'Hello', ''];
        await deliver(mailbox, Buffer.from(lines.join('\r\n')));
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

/** Phones go out of reach in the middle of whatever they do, and come back after a while. */
function letThemNap({ phones }: Scene, signal: AbortSignal): void {
  const random = new SeededRandom(Number(flags.seed));
  const timer = setInterval(() => {
    const phone = random.pick(phones);
    if (phone.activity === 'new' || phone.activity === 'asleep') return;
    phone.sleep();
    setTimeout(() => phone.wake(), random.integer(1000, 20_000));
  }, NAP_EVERY_MS / phones.length);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function killOne({ engines, door, startEngine }: Scene): Promise<void> {
  const [victim, ...others] = engines;
  if (!victim) return;
  say(`kill -9 of engine ${victim.pid}`);
  process.kill(victim.pid, 'SIGKILL');
  engines.splice(0, engines.length, ...others);
  await delay(DOWN_MS);
  engines.push(await startEngine());
  door.lead(engines.map(({ port }) => port));
  say('It is back');
}

async function live(scene: Scene): Promise<void> {
  const { phones, tally, mail } = scene;
  const minutesMs = Number(flags.minutes) * 60_000;
  const end = new AbortController();
  letThemNap(scene, end.signal);
  const report = setInterval(() => {
    const names = [...new Set(phones.map(({ activity }) => activity))];
    const activities = names.map((name) => `${phones.filter(({ activity }) => activity === name).length} ${name}`);
    const memory = scene.engines.map(({ pid }) => `${memoryOfTreeMib(pid).toFixed(0)} MiB`);
    const troubles = `${tally.resets.length} resets, ${tally.odd.length} odd`;
    say(`${activities.join(', ')}; ${mail.letters.size} letters; engines ${memory.join(', ')}; ${troubles}`);
  }, REPORT_EVERY_MS);
  for (const phone of phones) {
    phone.start();
    await delay(1000 / Number(flags.starts));
  }
  say('All phones are on');
  if (flags.kill) {
    await delay(minutesMs / 2);
    await killOne(scene);
    await delay(Math.max(0, minutesMs / 2 - DOWN_MS));
  } else await delay(minutesMs);
  end.abort();
  for (const phone of phones) phone.rest();
  for (const phone of phones) phone.wake();
  await settle(phones);
  clearInterval(report);
}

/** Waits until nothing is under way, then has every phone look once more, until nothing is new. */
async function settle(phones: readonly SimulatedPhone[]): Promise<void> {
  say('Settling');
  const within = () => {
    const signal = AbortSignal.timeout(SETTLE_WITHIN_MS);
    setMaxListeners(0, signal);
    return signal;
  };
  // What one phone does is news to another: two rounds of looking come after the last deed.
  for (const round of ['deeds', 'news', 'last look']) {
    if (round !== 'deeds') for (const phone of phones) phone.refresh();
    const signal = within();
    const waits = phones.map((phone) =>
      phone
        .waitUntil(({ isAtRest }) => isAtRest, signal)
        .then(
          () => true,
          () => false,
        ),
    );
    const rested = await Promise.all(waits);
    const restless = phones.filter((_phone, index) => !rested[index]);
    for (const { config, activity, memory } of restless.slice(0, 10)) {
      const { deeds, pending, staleCollections } = memory;
      say(
        `${config.deviceId} is not at rest: ${activity}, ${deeds.length} deeds, ${pending.size} pending, ${staleCollections.size} stale`,
      );
    }
    if (restless.length > 0) throw new Error(`${restless.length} phones did not come to rest (${round})`);
  }
}

function conclude({ tally, mail }: Scene, { items, differences }: Comparison): boolean {
  const wrong = tally.sent.filter((subject) => mail.letters.get(subject)?.times !== 1);
  const lost = wrong.filter((subject) => !mail.letters.has(subject));
  const doubled = wrong.filter((subject) => (mail.letters.get(subject)?.times ?? 0) > 1);
  const otherNames = doubled.filter((subject) => mail.letters.get(subject)?.messageIds.size !== 1);
  for (const line of tally.lines()) say(`  ${line}`);
  for (const line of [...tally.resets, ...tally.odd, ...differences, ...lost, ...doubled].slice(0, 40))
    say(`! ${line}`);
  say(`${items} items and folders compared: ${differences.length} differences`);
  say(`${tally.sent.length} letters sent: ${lost.length} lost, ${doubled.length} sent twice`);
  say(`${tally.resets.length} resets, ${tally.odd.length} odd`);
  // After a kill -9 between the mail server's word and the note of it, a letter goes out again under the same Message-ID.
  const mayDouble = flags.kill && otherNames.length === 0;
  return differences.length + lost.length + tally.odd.length === 0 && (doubled.length === 0 || mayDouble);
}

async function run(): Promise<boolean> {
  const bundles = await buildBundles({ engine: 'engine/main.ts' });
  const postgres = await startTemporaryPostgres();
  const mail = await startMailSystem(8 * phonesWanted + 400);
  const database = new Client({ connectionString: postgres.ownerUrl });
  const engines: Server[] = [];
  let door: FrontDoor | null = null;
  try {
    await database.connect();
    await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: new URL(postgres.url).username });
    await ensureFirstContents(postgres.url, { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
    const startEngine = () =>
      startEngineProcess(bundles.engine, {
        databaseUrl: postgres.url,
        tls: null,
        environment: {
          BACKEND: 'imap',
          IMAP_URL: `imap://127.0.0.1:${mail.dovecot.port}?domain=example.com`,
          SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}?auth=off`,
          // Each engine is asked by every phone now and then: with fewer, each would close what the next one needs.
          IMAP_CONNECTIONS: String(2 * phonesWanted),
          ENGINE_WORKERS: '1',
        },
      });
    while (engines.length < Number(flags.engines)) engines.push(await startEngine());
    door = await FrontDoor.open(engines.map(({ port }) => port));
    const plan = {
      url: door.url,
      phones: phonesWanted,
      seed: Number(flags.seed),
      deedEveryMs: Number(flags.every) * 1000,
    };
    const fleet = makeFleet(plan);
    const tally = new Tally();
    for (const phone of fleet.phones) tally.watch(phone);
    await fillMailboxes(mail, fleet.mailboxes);
    say(`${fleet.phones.length} phones, ${fleet.mailboxes.length} mailboxes, ${engines.length} engines`);
    const scene: Scene = { phones: fleet.phones, tally, mail, door, engines, startEngine };
    const isSettled = await live(scene).then(
      () => true,
      (error: unknown) => {
        say(String(error));
        return false;
      },
    );
    const comparison = await compareViews(fleet.phones, { imapPort: mail.dovecot.port, database });
    for (const { pid } of engines)
      say(`engine ${pid}: ${(cpuOfTreeMs(pid) / 1000).toFixed(0)} s of CPU, ${memoryOfTreeMib(pid).toFixed(0)} MiB`);
    const isWell = conclude(scene, comparison);
    await Promise.all(fleet.phones.map((phone) => phone.stop()));
    fleet.close();
    return isWell && isSettled;
  } finally {
    door?.close();
    for (const engine of engines) await engine.stop();
    await database.end();
    await mail.stop();
    await postgres.stop();
  }
}

process.exit((await run()) ? 0 : 1);
