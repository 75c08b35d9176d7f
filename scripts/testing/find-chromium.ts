import { existsSync } from 'node:fs';
import { readTestConfig } from '@/lib/config/test-config';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium that is installed on this machine; undefined: leave it to Playwright, which may have its own. */
export function findChromium(): string | undefined {
  return readTestConfig().E2E_CHROMIUM ?? SYSTEM_BROWSERS.find((path) => existsSync(path));
}

/** Works as root and without a graphics card, and keeps Chromium from calling home. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
