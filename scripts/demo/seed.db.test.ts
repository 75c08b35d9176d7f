import { expect, it } from 'vitest';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';
import { verifyChain } from '@/lib/domain/history/verify-chain';
import { listPolicies } from '@/lib/domain/policies/list-policies';
import { seedDemo } from '@/scripts/demo/seed';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { clock, administrator: ctx } = testContexts(db);

it('gives the demo every state that a fleet cannot play, with a whole history in the order of time', async () => {
  expect(await seedDemo(db, clock.now())).toBe(true);
  const query = DeviceListQuery.parse({ state: 'silent,wipe_pending,wiped,removed,blocked,active', sort: 'mailbox' });
  const { devices } = await listDevices(ctx, query);
  expect(devices.map(({ mailbox, state, policyState }) => [mailbox.split('.')[0], state, policyState])).toEqual([
    ['ingrid', 'blocked', 'applied'],
    ['lev', 'active', 'outdated'],
    ['marta', 'wipe_pending', 'applied'],
    ['noor', 'wiped', 'none'],
    ['peter', 'silent', 'applied'],
    ['tomas', 'removed', 'none'],
  ]);
  const { exceptions } = await listExceptions(ctx, { state: 'all' });
  expect(exceptions.map(({ state }) => state).toSorted()).toEqual(['active', 'ended', 'expired', 'planned']);
  const { policies } = await listPolicies(ctx);
  expect(policies.map(({ name }) => name)).toEqual(['Default', 'Executives', 'Shared tablets']);

  expect(await verifyChain(ctx)).toMatchObject({ isIntact: true, firstBad: null });
  const events = await db.auditEvent.findMany({ orderBy: { sequence: 'asc' }, select: { at: true } });
  const times = events.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(await db.administrator.count()).toBe(0);
});

it('is not repeated at the next start', async () => {
  const events = await db.auditEvent.count();
  expect(await seedDemo(db, clock.now())).toBe(false);
  expect(await db.auditEvent.count()).toBe(events);
});
