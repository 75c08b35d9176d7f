import { cpus } from 'node:os';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { EasClient } from '@/engine/testing/eas-client';
import { applyMigrations } from '../db/apply-migrations';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { ensureFirstContents } from '../start/first-contents';
import { quantile } from './push/process-figures';
import { connectPhone } from './push/seed-fleet';
import { buildProcesses, startEngineProcess } from './push/servers';

// How soon phones with right passwords are answered while 1,000 wrong ones come from 50 addresses at once, and without
// that: the engine as `npm start` builds it, at a real PostgreSQL and a real Dovecot that lets wrong passwords wait for
// two seconds, as it does unless it is told otherwise. Usage: npm run bench:storm

const ADDRESSES = 50;
const GUESSES = 1000;
const KNOWN = 20;
const NEWCOMERS = 60;
/** Phones that read their mail at a time. */
const SIDE_BY_SIDE = 4;
const CALM_MS = 10_000;
const FAILURE_DELAY_SECONDS = 2;
const PASSWORD = 'tulip';

type Times = { readonly known: number[]; readonly newcomers: number[] };

const bundles = await buildProcesses();
const postgres = await startTemporaryPostgres();
const dovecot = await startDovecot({ failureDelaySeconds: FAILURE_DELAY_SECONDS });
try {
  await applyMigrations({ ownerUrl: postgres.ownerUrl, applicationRole: new URL(postgres.url).username });
  await ensureFirstContents(postgres.url, { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined });
  const environment = {
    BACKEND: 'imap',
    IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
    SMTP_URL: 'smtps://127.0.0.1:1',
    ENGINE_WORKERS: '1',
    TRUST_PROXY: '1',
  };
  const engine = await startEngineProcess(bundles.engine, { databaseUrl: postgres.url, tls: null, environment });
  try {
    await run(`http://127.0.0.1:${engine.port}`);
  } finally {
    await engine.stop();
  }
} finally {
  await dovecot.stop();
  await postgres.stop();
}

function phoneOf(engineUrl: string, user: string, password: string): EasClient {
  return new EasClient({
    engineUrl,
    user,
    password,
    deviceId: `STORM${user.split('@', 1)[0]}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
  });
}

async function run(engineUrl: string): Promise<void> {
  const known = await Promise.all(
    Array.from({ length: KNOWN }, async (_each, index) => {
      const user = `known${index}@example.com`;
      await dovecot.setPassword(user, PASSWORD);
      const phone = phoneOf(engineUrl, user, PASSWORD);
      await connectPhone(phone);
      return phone;
    }),
  );
  const newcomers = await Promise.all(
    Array.from({ length: 2 * NEWCOMERS }, async (_each, index) => {
      const user = `newcomer${index}@example.com`;
      await dovecot.setPassword(user, PASSWORD);
      return phoneOf(engineUrl, user, PASSWORD);
    }),
  );
  const calmUntil = performance.now() + CALM_MS;
  const calm = await measure(known, newcomers.slice(0, NEWCOMERS), () => performance.now() > calmUntil);

  let isOver = false;
  const startedAt = performance.now();
  const guesses = storm(engineUrl).finally(() => (isOver = true));
  const stormy = await measure(known, newcomers.slice(NEWCOMERS), () => isOver);
  const answers = await guesses;
  const lastedMs = performance.now() - startedAt;

  const tried = dovecot.logged().match(/auth failed/g)?.length ?? 0;
  const count = (status: number) => answers.filter((answer) => answer === status).length;
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n\n`);
  process.stdout.write(
    `${GUESSES} wrong passwords from ${ADDRESSES} addresses, answered in ${(lastedMs / 1000).toFixed(1)} s: ` +
      `${count(401)} refused, ${count(503)} told to come later; ${tried} reached the mail server.\n\n`,
  );
  process.stdout.write('| Right passwords, milliseconds | Answers | median | p90 | longest |\n');
  process.stdout.write('| --- | --- | --- | --- | --- |\n');
  line('known phone, calm', calm.known);
  line('known phone, in the storm', stormy.known);
  line('first sign-in of a phone, calm', calm.newcomers);
  line('first sign-in of a phone, in the storm', stormy.newcomers);
}

function line(name: string, times: readonly number[]): void {
  const at = (share: number) => quantile(times, share).toFixed(1);
  process.stdout.write(`| ${name} | ${times.length} | ${at(0.5)} | ${at(0.9)} | ${at(1)} |\n`);
}

/** Half of them at the mailboxes of known phones, half at as many as there are; all at the same time. */
function storm(engineUrl: string): Promise<number[]> {
  return Promise.all(
    Array.from({ length: GUESSES }, async (_each, guess) => {
      const user = guess % 2 === 0 ? `known${(guess / 2) % KNOWN}@example.com` : `nobody${guess}@example.com`;
      const headers = { 'x-forwarded-for': `203.0.113.${guess % ADDRESSES}` };
      return (await phoneOf(engineUrl, user, `guess ${guess}`).post('FolderSync', undefined, { headers })).http;
    }),
  );
}

/** Until told that it is over, and until every newcomer has had its turn. */
async function measure(
  known: readonly EasClient[],
  newcomers: readonly EasClient[],
  isOver: () => boolean,
): Promise<Times> {
  const times: Times = { known: [], newcomers: [] };
  let turn = 0;
  const next = newcomers.values();
  const readMail = async () => {
    while (!isOver()) {
      const index = turn++ % known.length;
      const phone = known[index];
      if (phone) times.known.push(await timed(phone, `198.51.100.${index}`));
    }
  };
  const signIn = async () => {
    for (const phone of next) times.newcomers.push(await timed(phone, '192.0.2.9'));
  };
  await Promise.all([...Array.from({ length: SIDE_BY_SIDE }, readMail), signIn(), signIn()]);
  return times;
}

/** @throws if it is not served; a new phone is served by being told to provision first */
async function timed(phone: EasClient, address: string): Promise<number> {
  const startedAt = performance.now();
  const { http, response } = await phone.folderSync('0', { headers: { 'x-forwarded-for': address } });
  if (!response) throw new Error(`A phone with the right password was answered ${http}`);
  return performance.now() - startedAt;
}
