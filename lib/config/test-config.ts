import { z } from 'zod';

const Env = z.object({
  /** A server whose role may create databases and roles; empty: the tests start one of their own. */
  TEST_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Chromium for the browser tests; empty: the one of the system, then Playwright's own. */
  E2E_CHROMIUM: z.string().optional(),
  /** File that says where the system under test runs. Set by the set-up of the browser tests. */
  E2E_SYSTEM: z.string().optional(),
});

export type TestConfig = Readonly<z.infer<typeof Env>>;

/** What the tests take from the environment. */
export function readTestConfig(env: Record<string, string | undefined> = process.env): TestConfig {
  return Object.freeze(Env.parse(Object.fromEntries(Object.entries(env).filter(([, value]) => value))));
}

/** Lets the workers of the browser tests, which inherit the environment, find the system under test. */
export function announceE2eSystem(file: string): void {
  process.env['E2E_SYSTEM'] = file;
}
