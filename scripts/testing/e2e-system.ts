import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readTestConfig } from '@/lib/config/test-config';
import type { SystemAddresses } from './system';

/** The first administrator of the shared system. */
export const e2eAdministrator = { email: 'admin@example.com', password: 'correct horse battery' };

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
