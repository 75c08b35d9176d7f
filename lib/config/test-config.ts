import { z } from 'zod';

const Env = z.object({
  /** A server whose role may create databases and roles; empty: the tests start one of their own. */
  TEST_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

export type TestConfig = Readonly<z.infer<typeof Env>>;

/** What the tests take from the environment. */
export function readTestConfig(env: Record<string, string | undefined> = process.env): TestConfig {
  return Object.freeze(Env.parse({ TEST_DATABASE_URL: env['TEST_DATABASE_URL'] || undefined }));
}
