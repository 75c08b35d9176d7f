import { parseArgs } from 'node:util';
import { type Fleet, startFleet } from '@/engine/testing/fleet';

const usage = 'usage: fleet --engine URL [--phones N] [--password P] [--seed N]';
const MAX_PHONES = 100_000;
const REPORT_EVERY_MS = 10_000;

const { values } = parseArgs({
  options: {
    engine: { type: 'string' },
    phones: { type: 'string', default: '40' },
    password: { type: 'string', default: 'demo' },
    seed: { type: 'string', default: '2005' },
    help: { type: 'boolean', default: false },
  },
});

/** How many phones do what, in one line. */
function summary({ phones }: Fleet): string {
  const counts = new Map<string, number>();
  for (const { activity } of phones) counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return [...counts].map(([activity, count]) => `${count} ${activity}`).join(', ');
}

function count(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MAX_PHONES)
    throw new Error(`--${name} must be a whole number from 1`);
  return value;
}

async function main(): Promise<void> {
  if (values.help || values.engine === undefined) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const fleet = startFleet({
    engineUrl: values.engine.replace(/\/$/, ''),
    phones: count(values.phones, 'phones'),
    password: values.password,
    seed: count(values.seed, 'seed'),
    signal: stop.signal,
  });
  for (const phone of fleet.phones) {
    phone.on('wiped', ({ kind }) => console.log(`${phone.config.owner}: ${phone.profile.name} obeyed a ${kind}`));
    phone.on('policy-refused', () => console.log(`${phone.config.owner}: ${phone.profile.name} refused the policy`));
    phone.on('wipe-reported', ({ status }) => {
      if (status === 2) console.log(`${phone.config.owner}: ${phone.profile.name} reported that its wipe failed`);
    });
  }
  await fleet.started;
  let last = '';
  const report = setInterval(() => {
    const line = summary(fleet);
    if (line !== last) console.log(line);
    last = line;
  }, REPORT_EVERY_MS);
  await fleet.over;
  clearInterval(report);
}

await main();
