import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { applyMigrations } from '../db/apply-migrations';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { ensureFirstContents } from '../start/first-contents';
import { measureIdleCost, WARM_UP, type IdleCost, type Load } from './push/idle-cost';
import { Phones } from './push/phones';
import { type Figure, reportOf } from './push/report';
import { connectTemplates, copyTemplates } from './push/seed-fleet';
import { buildProcesses, makeCertificate, startBareServer, startEngineProcess, type Tls } from './push/servers';

const { values: flags } = parseArgs({
  options: {
    held: { type: 'string', default: '1000,10000' },
    mailboxes: { type: 'string', default: '200' },
    rate: { type: 'string', default: '2500' },
    idle: { type: 'string', default: '20' },
    profile: { type: 'string' },
    only: { type: 'string' },
    tls: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const mailboxes = Number(flags.mailboxes);
const figures: Figure[] = [];
const bundles = await buildProcesses();
const postgres = await startTemporaryPostgres();
try {
  await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: new URL(postgres.url).username });
  await ensureFirstContents(postgres.url, { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
  for (const held of flags.held.split(',').map(Number)) {
    const load = { held, mailboxes, perSecond: Number(flags.rate), idleSeconds: Number(flags.idle) };
    const tls = flags.tls ? makeCertificate() : null;
    await heldPings(load, tls);
  }
} finally {
  await postgres.stop();
}
say(`\n${new Date().toISOString()}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
say(reportOf(figures));

async function heldPings(load: Load, tls: Tls | null): Promise<void> {
  const bare = await measureBare(load, tls);
  const nodeOptions = flags.profile ? flags.profile.split(' ') : [];
  const engine = await startEngineProcess(bundles.engine, { databaseUrl: postgres.url, tls, nodeOptions });
  const phones = new Phones(bundles.phones);
  const fleet = {
    ownerUrl: postgres.ownerUrl,
    engineUrl: `http${tls ? 's' : ''}://127.0.0.1:${engine.port}`,
    mailboxes,
  };
  try {
    await connectTemplates(fleet);
    await copyTemplates(fleet, WARM_UP + load.held);
    const cost = await measureIdleCost([engine], phones, load);
    noteCost(load, { bare, cost });
    say(JSON.stringify({ held: load.held, bare, cost, ended: phones.ended.size, failed: phones.failed }));
  } finally {
    phones.close();
    await engine.stop();
  }
}

async function measureBare(load: Load, tls: Tls | null): Promise<IdleCost> {
  const server = await startBareServer(bundles.bare, tls);
  const phones = new Phones(bundles.phones);
  try {
    return await measureIdleCost([server], phones, load);
  } finally {
    phones.close();
    await server.stop();
  }
}

function noteCost({ held }: Load, { bare, cost }: { bare: IdleCost; cost: IdleCost }): void {
  figures.push(
    {
      name: `${held} held: memory of a ping`,
      value: cost.memoryKib,
      unit: 'KiB',
      baseline: bare.memoryKib,
      target: '≤ 1.5 × bare',
      isReached: cost.memoryKib <= 1.5 * bare.memoryKib,
    },
    {
      name: `${held} held: idle CPU`,
      value: cost.cpuMsPerMinute,
      unit: 'ms/min',
      baseline: bare.cpuMsPerMinute,
      target: '≤ 2 × bare',
      isReached: cost.cpuMsPerMinute <= 2 * bare.cpuMsPerMinute,
    },
    {
      name: `${held} held: ramp`,
      value: cost.rampPerSecond,
      unit: 'pings/s',
      baseline: bare.rampPerSecond,
      target: '≥ 1500/s',
      isReached: cost.rampPerSecond >= 1500,
    },
  );
}
