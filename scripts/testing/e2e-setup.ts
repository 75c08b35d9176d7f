import { announceE2eSystem, readTestConfig } from '@/lib/config/test-config';
import { shareSystem } from './e2e-system';
import { startSystem } from './system';

/**
 * Starts the system that all browser tests share, once per run, and tells the workers where it is; unless there is one
 * already, started by `scripts/testing/hold-system.ts`. Tests that kill or misconfigure something start what they need
 * themselves.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (readTestConfig().E2E_SYSTEM !== undefined) return async () => undefined;
  const system = await startSystem();
  const shared = shareSystem(system);
  announceE2eSystem(shared.file);
  return async () => {
    shared.forget();
    await system.stop();
  };
}
