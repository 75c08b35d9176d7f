import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { startFleet } from '@/engine/testing/fleet';
import { seedDemoDatabase } from './demo/seed';
import { people, seedPeople } from './screenshots/seed-people';
import { seedTroubles } from './screenshots/seed-troubles';
import { allLooks, lookName } from './screenshots/looks';
import { examplesOf } from './screenshots/examples';
import { entryShots, restrictedShots, signedInShots } from './screenshots/shots';
import { stepShots } from './screenshots/step-shots';
import { signIn, takeShots } from './screenshots/take-shots';
import { chromiumArguments, findChromium } from './testing/find-chromium';
import { startSystem } from './testing/system';

// Pictures of every page and dialog, in both languages, both appearances and both sizes, for people to look through:
// npm run screenshots -- [--only devices,policy-save] [--look en-light-wide] [--phones 12]

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

/** Parts of names, with commas in between. */
const only = wishes.only.split(',').filter((part) => part !== '');

const system = await startSystem({ administrator, variables });
// Its past comes first: the history only grows.
await seedDemoDatabase(system.databaseUrl);
await seedPeople(system.databaseUrl);
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
  const helpdesk = await signIn(browser, system.consoleUrl, people.helpdesk);
  const auditor = await signIn(browser, system.consoleUrl, people.auditor);
  const examples = await examplesOf(session.request);
  if (!wishes.only && !wishes.look) rmSync(outputFolder, { recursive: true, force: true });
  const restricted = (role: string) =>
    restrictedShots(examples).map((shot) => ({ ...shot, name: `${role}-${shot.name}` }));
  const kinds = [
    { storageState: session.state, shots: [...signedInShots(examples), ...stepShots(examples)] },
    { storageState: helpdesk.state, shots: restricted('helpdesk') },
    { storageState: auditor.state, shots: restricted('auditor') },
    { storageState: undefined, shots: entryShots(examples) },
  ];
  for (const look of allLooks.filter((each) => lookName(each).includes(wishes.look))) {
    const folder = join(outputFolder, lookName(look));
    for (const { storageState, shots } of kinds) {
      const chosen = shots.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
      await takeShots({ browser, look, folder, storageState, consoleUrl: system.consoleUrl }, chosen);
    }
    console.log(`${lookName(look)}: ${folder}`);
  }
} finally {
  end.abort();
  await browser.close();
  await fleet.over;
  await system.stop();
}
