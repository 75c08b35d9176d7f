import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createDatabase, type Database } from '@/lib/db/client';
import { applyMigrations } from '../db/apply-migrations';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { ensureFirstContents } from '../start/first-contents';
import { measureDovecot } from './push/dovecot-scenario';
import { type IdleCost, type Load, measureIdleCost, WARM_UP } from './push/idle-cost';
import { Phones } from './push/phones';
import { type Figure, reportOf } from './push/report';
import { connectTemplates, copyTemplates } from './push/seed-fleet';
import {
  buildProcesses,
  makeCertificate,
  type Server,
  startBareServer,
  startEngineProcess,
  type Tls,
} from './push/servers';
import { HOOK_TOKEN, wakePings } from './push/wake-scenarios';

// What held pings cost and how soon they end: the engine as `npm start` builds it, on a real PostgreSQL, beside a bare
// server of Node in the same run. Usage: npm run bench:push -- [--full] [--held 1000,10000] [--tls]

const { values: flags } = parseArgs({
  options: {
    /** 1,000, 10,000 and 15,000 in a process, 30,000 in two, 1,000 by TLS, and 500 mailboxes at a Dovecot. */
    full: { type: 'boolean', default: false },
    held: { type: 'string' },
    /** Each with so many phones as there are pings for one. */
    mailboxes: { type: 'string', default: '200' },
    /** Phones that come in a second. */
    rate: { type: 'string', default: '2500' },
    /** Seconds of doing nothing. */
    idle: { type: 'string', default: '60' },
    tls: { type: 'boolean', default: false },
    /** Mailboxes at a real Dovecot. */
    dovecot: { type: 'string' },
    /** For Node, e.g. --node=--cpu-prof */
    node: { type: 'string', default: '' },
  },
});

/** A process here may have 20,000 descriptors. */
const MOST_OF_A_PROCESS = 16_500;
const words: Partial<Record<keyof IdleCost, string>> = {
  memoryKib: 'memory of a ping',
  untidyMemoryKib: 'memory of a ping, half a minute after it came',
  cpuMsPerMinute: 'CPU while idle',
};
const mailboxes = Number(flags.mailboxes);
const figures: Figure[] = [];
const bundles = await buildProcesses();
const sizes = flags.held ?? (flags.full ? '1000,10000,15000,30000' : flags.dovecot ? '' : '1000,10000');
for (const held of sizes.split(',').filter(Boolean).map(Number))
  await onNewDatabase((place) => run(place, held, flags.tls ? makeCertificate() : null));
if (flags.full) await onNewDatabase((place) => run(place, 1000, makeCertificate()));
const dovecot = Number(flags.dovecot ?? (flags.full ? 500 : 0));
if (dovecot > 0) {
  await onNewDatabase(async ({ databaseUrl }) => {
    report(await measureDovecot({ bundle: bundles.engine, databaseUrl, mailboxes: dovecot }));
  });
}
process.stdout.write(
  `\n${new Date().toISOString()}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n\n`,
);
process.stdout.write(`${reportOf(figures)}\n`);
process.exit(figures.every(({ isReached }) => isReached) ? 0 : 1);

/** Into the table, and at once for who waits. */
function report(measured: readonly Figure[]): void {
  figures.push(...measured);
  process.stderr.write(`${reportOf(measured)}\n\n`);
}

interface Place {
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly db: Database;
}

/** What one measurement leaves behind, such as a policy that its phones do not know yet, is not to weigh on the next. */
async function onNewDatabase(measure: (place: Place) => Promise<void>): Promise<void> {
  const { url: databaseUrl, ownerUrl, stop } = await startTemporaryPostgres();
  const { db, close } = createDatabase(databaseUrl);
  try {
    await applyMigrations({ ownerUrl, applicationRole: new URL(databaseUrl).username });
    await ensureFirstContents(databaseUrl, { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
    await measure({ databaseUrl, ownerUrl, db });
  } finally {
    await close();
    await stop();
  }
}

async function run({ databaseUrl, ownerUrl, db }: Place, held: number, tls: Tls | null): Promise<void> {
  const load = { held, mailboxes, perSecond: Number(flags.rate), idleSeconds: Number(flags.idle) };
  const count = Math.ceil((held + WARM_UP) / MOST_OF_A_PROCESS);
  const bare = await measureBare(load, count, tls);
  const servers = await startEngines(databaseUrl, count, tls);
  const phones = startPhones(count);
  const scheme = tls ? 'https' : 'http';
  const fleet = { ownerUrl, engineUrls: servers.map(({ port }) => `${scheme}://127.0.0.1:${port}`), mailboxes };
  try {
    await connectTemplates(fleet);
    await copyTemplates(fleet, WARM_UP + held + mailboxes);
    const cost = await measureIdleCost(servers, phones, load);
    report(costFigures(`${held} held${tls ? ' by TLS' : ''}${count > 1 ? ` in ${count} processes` : ''}`, bare, cost));
    const scene = { servers, phones, db, mailboxes, held: WARM_UP + held };
    if (count === 1 && !tls) report(await wakePings(scene));
  } finally {
    phones.close();
    for (const server of servers) await server.stop();
  }
}

function startPhones(count: number): Phones {
  return new Phones(bundles.phones, count);
}

async function startEngines(databaseUrl: string, count: number, tls: Tls | null): Promise<[Server, ...Server[]]> {
  const start = () =>
    startEngineProcess(bundles.engine, {
      databaseUrl,
      tls,
      environment: { ENGINE_HOOK_TOKEN: HOOK_TOKEN },
      nodeOptions: flags.node.split(' ').filter((word) => word !== ''),
    });
  const servers: [Server, ...Server[]] = [await start()];
  while (servers.length < count) servers.push(await start());
  return servers;
}

async function measureBare(load: Load, count: number, tls: Tls | null): Promise<IdleCost> {
  const servers = await Promise.all(Array.from({ length: count }, () => startBareServer(bundles.bare, tls)));
  const phones = startPhones(count);
  try {
    return await measureIdleCost(servers, phones, load);
  } finally {
    phones.close();
    for (const server of servers) await server.stop();
  }
}

function costFigures(name: string, bare: IdleCost, cost: IdleCost): Figure[] {
  const compare = (what: keyof IdleCost, unit: string, most: number): Figure => ({
    name: `${name}: ${words[what]}`,
    value: cost[what],
    unit,
    baseline: bare[what],
    target: `≤ ${most} × bare`,
    isReached: cost[what] <= most * bare[what],
  });
  return [
    compare('memoryKib', 'KiB', 1.5),
    compare('untidyMemoryKib', 'KiB', 1.5),
    compare('cpuMsPerMinute', 'ms/min', 2),
    {
      name: `${name}: new pings`,
      value: cost.rampPerSecond,
      unit: '/s',
      baseline: bare.rampPerSecond,
      target: '≥ 1500/s',
      isReached: cost.rampPerSecond >= 1500,
    },
    {
      name: `${name}: CPU of a new ping`,
      value: cost.rampCpuMs,
      unit: 'ms',
      baseline: bare.rampCpuMs,
      target: '≤ 0.67 ms',
      isReached: cost.rampCpuMs <= 0.67,
    },
  ];
}
