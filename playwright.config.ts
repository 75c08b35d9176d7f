import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/testing/find-chromium';

/** Browser tests against the real system, started once by `scripts/testing/e2e-setup.ts`. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/testing/e2e-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
