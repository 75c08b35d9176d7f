import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { applyMigrations } from '../db/apply-migrations';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { ensureFirstContents } from '../start/first-contents';
import { type Figure, reportOf } from './push/report';
import { buildBundles } from './push/servers';
import { measureLargeFolder, measureNewPhones, measureOneChange } from './sync/first-scenarios';
import { Load } from './sync/load';
import { type Place, type PlaceOptions, startDemoPlace, startDovecotPlace } from './sync/place';
import { type Bench, connectSteadyPhones, measureMemory, measureSteady } from './sync/steady-scenarios';

// What phones cost that ask for folders and mail: the engine as `npm start` builds it, on a real PostgreSQL, with the demo
// back end and with a real Dovecot, beside a bare server of Node and beside the same FETCHes by imapflow alone.
// Usage: npm run bench:sync -- [--place demo|dovecot] [--only steady,memory,new,change,large] [--workers 2]

const { values: flags } = parseArgs({
  options: {
    place: { type: 'string', default: 'demo,dovecot' },
    only: { type: 'string', default: 'steady,memory,new,change,large' },
    /** Processes of the engine, with Dovecot; the demo has one. */
    workers: { type: 'string', default: '2' },
    /** Of each kind of request that is repeated. */
    requests: { type: 'string', default: '10000' },
    /** Over which memory has to stay flat. */
    memory: { type: 'string', default: '100000' },
    large: { type: 'string', default: '50000' },
    /** For Node, e.g. --node=--cpu-prof */
    node: { type: 'string', default: '' },
  },
});

/** Numbers of mailboxes, so that no scenario meets what another has left behind. */
const RANGES = { phones100: 1000, phones1000: 2000, change: 3000, large: 3001 } as const;
const chosen = new Set(flags.only.split(','));
const range = (start: number, count: number) => Array.from({ length: count }, (_each, index) => start + index);

async function measure(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  const say = (more: readonly Figure[]) => {
    figures.push(...more);
    for (const { name, value, unit } of more) process.stderr.write(`${name}: ${value.toFixed(2)} ${unit}\n`);
  };
  if (chosen.has('steady') || chosen.has('memory')) {
    const phones = await connectSteadyPhones(bench.place);
    if (chosen.has('steady')) say(await measureSteady(bench, phones, Number(flags.requests)));
    if (chosen.has('memory')) say(await measureMemory(bench, phones, Number(flags.memory)));
  }
  if (chosen.has('new')) {
    const isReal = bench.place.dovecot !== null;
    const hundred = { mailboxes: range(RANGES.phones100, 64), mails: 100, leastPerSecond: isReal ? 20 : 0 };
    say(await measureNewPhones(bench, { ...hundred, sideBySide: 8 }));
    const thousand = { mailboxes: range(RANGES.phones1000, 16), mails: 1000, leastPerSecond: 0 };
    say(await measureNewPhones(bench, { ...thousand, sideBySide: 8 }));
  }
  if (chosen.has('change')) say(await measureOneChange(bench, { mailbox: RANGES.change, mails: 1000 }));
  // The demo keeps no more than 2,000 mails of a folder.
  if (chosen.has('large') && bench.place.dovecot)
    say(await measureLargeFolder(bench, { mailbox: RANGES.large, mails: Number(flags.large) }));
  return figures;
}

const starters: Readonly<Record<string, (options: PlaceOptions) => Promise<Place>>> = {
  demo: startDemoPlace,
  dovecot: startDovecotPlace,
};

async function run(): Promise<Figure[]> {
  const bundles = await buildBundles({
    engine: 'engine/main.ts',
    load: 'scripts/bench/sync/load-process.ts',
    answering: 'scripts/bench/sync/answering-server-process.ts',
  });
  const postgres = await startTemporaryPostgres();
  const load = new Load(bundles.load);
  const figures: Figure[] = [];
  try {
    await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: new URL(postgres.url).username });
    await ensureFirstContents(postgres.url, { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
    const nodeOptions = flags.node.split(' ').filter((word) => word !== '');
    const settings = { bundle: bundles.engine, databaseUrl: postgres.url, workers: Number(flags.workers), nodeOptions };
    for (const name of flags.place.split(',')) {
      const place = await starters[name]?.(settings);
      if (!place) throw new Error(`--place ${name}: demo or dovecot`);
      try {
        figures.push(...(await measure({ place, load, answering: bundles.answering })));
      } finally {
        await place.stop();
      }
    }
  } finally {
    load.close();
    await postgres.stop();
  }
  return figures;
}

const loads = [loadavg()[0] ?? Number.NaN];
const figures = await run();
loads.push(loadavg()[0] ?? Number.NaN);
process.stdout.write(
  `\n${new Date().toISOString()}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loads.map((each) => each.toFixed(1)).join(' to ')}\n\n`,
);
process.stdout.write(`${reportOf(figures, 'Baseline')}\n`);
process.exit(figures.every(({ isReached }) => isReached) ? 0 : 1);
