import { parseArgs } from 'node:util';
import { type Fleet, startFleet } from '@/engine/testing/fleet';
import { loadFleetConfig } from '@/lib/config/fleet-config';

const usage = 'usage: fleet --engine URL [--phones N] [--password P] [--seed N]';
const MAX_NUMBER = 100_000;
const REPORT_EVERY_MS = 10_000;

interface FleetArguments {
  readonly engineUrl: string;
  readonly phones: number;
  readonly password: string;
  readonly seed: number;
}

/** What the command line says. Throws with a sentence for people if it does not say it well. */
function readArguments(): FleetArguments {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string' },
      phones: { type: 'string', default: '40' },
      password: { type: 'string' },
      seed: { type: 'string', default: '2005' },
    },
  });
  const { engine = '', phones, password, seed } = values;
  if (!URL.canParse(engine))
    throw new Error('--engine must be the address of the engine, such as http://127.0.0.1:8080');
  return {
    engineUrl: engine.replace(/\/$/, ''),
    phones: wholeNumber(phones, 'phones'),
    // Under the start command it comes by the environment, where other users cannot read it.
    password: password ?? loadFleetConfig().DEMO_PASSWORD,
    seed: wholeNumber(seed, 'seed'),
  };
}

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_NUMBER) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${MAX_NUMBER}`);
}

/** How many phones do what, in one line. */
function summary({ phones }: Fleet): string {
  const counts = new Map<string, number>();
  for (const { activity } of phones) counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return [...counts].map(([activity, count]) => `${count} ${activity}`).join(', ');
}

const policyAnswers: Readonly<Record<number, string>> = {
  2: 'applied its policy in part',
  3: 'refused the policy',
  4: 'is managed by another product',
};

/** What a person at the terminal wants to see happen. */
function narrate(fleet: Fleet): void {
  for (const phone of fleet.phones) {
    const name = `${phone.config.owner}: ${phone.profile.name}`;
    phone.on('wiped', ({ kind }) => console.log(`${name} obeyed a ${kind}`));
    phone.on('policy-refused', ({ answer }) => console.log(`${name} ${policyAnswers[answer] ?? 'refused the policy'}`));
    phone.on('wipe-reported', ({ status }) => {
      if (status === 2) console.log(`${name} reported that its wipe failed`);
    });
  }
}

async function run(input: FleetArguments): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const fleet = startFleet({ ...input, signal: stop.signal });
  narrate(fleet);
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

function main(): Promise<void> | undefined {
  try {
    return run(readArguments());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exitCode = 2;
    return undefined;
  }
}

await main();
