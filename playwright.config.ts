import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/testing/find-chromium';

/** Browser tests against the real system, started once by `scripts/testing/e2e-setup.ts`. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/testing/e2e-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Generous, for a machine that is busy with other things: only what fails takes as long.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '.build/test/e2e.json' }]],
  projects: [
    { name: 'set-up', testMatch: 'set-up.spec.ts' },
    // The set-up leaves the people that all others sign in as.
    { name: 'console', testIgnore: 'set-up.spec.ts', dependencies: ['set-up'] },
  ],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium(), args: chromiumArguments },
  },
});
