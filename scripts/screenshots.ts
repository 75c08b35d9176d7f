import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { startFleet } from '@/engine/testing/fleet';
import { seedDemoDatabase } from './demo/seed';
import { seedTroubles } from './screenshots/seed-troubles';
import { allLooks, lookName } from './screenshots/looks';
import { entryShots, examplesOf, signedInShots } from './screenshots/shots';
import { signIn, takeShots } from './screenshots/take-shots';
import { chromiumArguments, findChromium } from './testing/find-chromium';
import { startSystem } from './testing/system';

// Pictures of every page and dialog, in both languages, both appearances and both sizes, for people to look through:
// npm run screenshots -- [--only devices] [--look en-light-wide] [--phones 12]

const administrator = { email: 'admin@example.com', password: 'correct horse battery' };
/** A name, so that the records for it can be shown; without TLS, since the browser talks to the console itself. */
const publicUrl = 'http://mail.example.com';
/** Nobody listens there: how that looks is one of the pictures. */
const variables = {
  PUBLIC_URL: publicUrl,
  NOTICE_SMTP_URL: 'smtp://127.0.0.1:1',
  NOTICE_FROM: 'mobileadmin@example.com',
};
const outputFolder = fileURLToPath(new URL('../.build/screenshots', import.meta.url));
const PATIENCE_MS = 60_000;

const { values: wishes } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    look: { type: 'string', default: '' },
    phones: { type: 'string', default: '12' },
  },
});

const system = await startSystem({ administrator, variables });
// Its past comes first: the history only grows.
await seedDemoDatabase(system.databaseUrl);
await seedTroubles(system.databaseUrl);
const end = new AbortController();
const fleet = startFleet({
  engineUrl: system.engineUrls[0] ?? '',
  phones: Number(wishes.phones),
  startsPerSecond: 20,
  signal: end.signal,
});
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
try {
  const isSettled = ({ activity }: { activity: string }) => activity !== 'new' && activity !== 'busy';
  await fleet.started;
  await Promise.all(fleet.phones.map((phone) => phone.waitUntil(isSettled, AbortSignal.timeout(PATIENCE_MS))));

  const session = await signIn(browser, system.consoleUrl, administrator);
  const examples = await examplesOf(session.request);
  if (!wishes.only && !wishes.look) rmSync(outputFolder, { recursive: true, force: true });
  for (const look of allLooks.filter((each) => lookName(each).includes(wishes.look))) {
    const shots = { signedIn: signedInShots(examples), entry: entryShots };
    const chosen = Object.fromEntries(
      Object.entries(shots).map(([kind, list]) => [kind, list.filter(({ name }) => name.includes(wishes.only))]),
    );
    const folder = join(outputFolder, lookName(look));
    for (const [kind, list] of Object.entries(chosen)) {
      const storageState = kind === 'signedIn' ? session.state : undefined;
      await takeShots({ browser, look, folder, storageState, consoleUrl: system.consoleUrl }, list);
    }
    console.log(`${lookName(look)}: ${folder}`);
  }
} finally {
  end.abort();
  await browser.close();
  await fleet.over;
  await system.stop();
}
