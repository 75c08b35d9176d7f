import { createDatabase, type Database } from '@/lib/db/client';
import { ensureDefaultPolicy } from '@/lib/domain/policies/ensure-default-policy';
import { createDemoClock, runInOrder } from './demo-clock';
import { accessSteps } from './seed-access';
import { exceptionSteps } from './seed-exceptions';
import { groupSteps } from './seed-groups';
import { phoneSteps } from './seed-phones';
import { ruleSteps } from './seed-rules';

const MARK = 'demo_seeded';

/**
 * Gives the demo a past that its fleet of phones cannot play: rules, exceptions, and phones that have been silent for
 * days, with the history of the last three months. Everything is done through the domain, under the time it tells of.
 * Done once for a database; people are left to the set-up link.
 *
 * @returns false if this database has been seeded before
 */
export async function seedDemo(db: Database, now: Date): Promise<boolean> {
  const [mark] = await db.setting.createManyAndReturn({
    data: [{ name: MARK, value: { at: now.toISOString() } }],
    skipDuplicates: true,
  });
  if (!mark) return false;
  const clock = createDemoClock(db, now);
  await ensureDefaultPolicy(clock.system(91));
  const rules = [...ruleSteps(db, clock), ...groupSteps(db, clock), ...accessSteps(db, clock)];
  await runInOrder([...rules, ...exceptionSteps(clock), ...phoneSteps(db, clock)]);
  return true;
}

/** The same for a start, which has no connection of its own. */
export async function seedDemoDatabase(url: string): Promise<void> {
  const { db, close } = createDatabase(url, { max: 2 });
  try {
    await seedDemo(db, new Date());
  } finally {
    await close();
  }
}
