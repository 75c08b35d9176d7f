import { shareSystem } from './e2e-system';
import { startSystem } from './system';

// Keeps one system up for many runs of browser tests while they are being written:
//   npx tsx scripts/testing/hold-system.ts
//   E2E_SYSTEM=<file> npx playwright test                 the first run, which sets it up
//   E2E_SYSTEM=<file> npx playwright test --no-deps …     every further one

const system = await startSystem();
const shared = shareSystem(system);
console.log(`E2E_SYSTEM=${shared.file}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    shared.forget();
    console.log(system.log());
    void system.stop().then(() => process.exit(0));
  });
}
