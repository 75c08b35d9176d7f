import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = { '@': root.replace(/\/$/, ''), 'server-only': `${root}scripts/testing/empty.ts` };

/** `unit` needs nothing; `database` clones a migrated template for each file; `engine` drives a real engine over its port. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{lib,engine,components,scripts,app}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: ['{lib,engine,app,scripts}/**/*.db.test.ts'],
          globalSetup: ['./scripts/testing/database-setup.ts'],
          // On a machine that does much else, everything takes many times as long.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
