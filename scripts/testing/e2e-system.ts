import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readTestConfig } from '@/lib/config/test-config';
import type { SystemAddresses } from './system';

export type E2eSystem = SystemAddresses;

const Addresses: z.ZodType<E2eSystem> = z.strictObject({
  consoleUrl: z.url(),
  engineUrls: z.array(z.url()),
  databaseUrl: z.url(),
  ownerUrl: z.url(),
  setupToken: z.string().nullable(),
});

/** Where the system runs that all browser tests share. */
export function readE2eSystem(): E2eSystem {
  const { E2E_SYSTEM } = readTestConfig();
  if (E2E_SYSTEM === undefined) throw new Error('Run browser tests with: npm run test:e2e');
  return Addresses.parse(JSON.parse(readFileSync(E2E_SYSTEM, 'utf8')));
}

/** Writes down where a system runs, for other processes of the same user: it names the database's password. */
export function shareSystem(system: E2eSystem): { file: string; forget: () => void } {
  const { consoleUrl, engineUrls, databaseUrl, ownerUrl, setupToken } = system;
  const folder = mkdtempSync(join(tmpdir(), 'mobileadmin-e2e-'));
  const file = join(folder, 'system.json');
  const addresses: E2eSystem = { consoleUrl, engineUrls, databaseUrl, ownerUrl, setupToken };
  writeFileSync(file, JSON.stringify(addresses), { mode: 0o600 });
  return { file, forget: () => rmSync(folder, { recursive: true, force: true }) };
}
