import { expect, it } from 'vitest';
import { QuarantineQuery } from '@/lib/domain/access/contract';
import { getAccess } from '@/lib/domain/access/get-access';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';
import { listSwitches } from '@/lib/domain/access/list-switches';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';
import { verifyChain } from '@/lib/domain/history/verify-chain';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { listPolicies } from '@/lib/domain/policies/list-policies';
import { seedDemo } from '@/scripts/demo/seed';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { clock, administrator: ctx } = testContexts(db);

it('gives the demo every state that a fleet cannot play, with a whole history in the order of time', async () => {
  expect(await seedDemo(db, clock.now())).toBe(true);
  const query = DeviceListQuery.parse({
    state: 'silent,wipe_pending,wiped,removed,blocked,auto_blocked,quarantined,active',
    sort: 'mailbox',
  });
  const { devices } = await listDevices(ctx, query);
  expect(devices.map(({ mailbox, state, policyState }) => [mailbox.split(/[.@]/)[0], state, policyState])).toEqual([
    ['bruno', 'auto_blocked', 'applied'],
    ['elsa', 'quarantined', 'none'],
    ['freya', 'active', 'applied'],
    ['ingrid', 'blocked', 'applied'],
    ['ingrid', 'blocked', 'applied'],
    ['kofi', 'blocked', 'none'],
    ['lev', 'active', 'outdated'],
    ['marta', 'wipe_pending', 'applied'],
    ['nadia', 'active', 'applied'],
    ['nadia', 'quarantined', 'none'],
    ['noor', 'wiped', 'none'],
    ['peter', 'silent', 'applied'],
    ['piotr', 'active', 'looping'],
    ['room-aalto', 'active', 'applied'],
    ['stocktaking', 'active', 'applied'],
    ['sven', 'quarantined', 'none'],
    ['tomas', 'removed', 'none'],
  ]);
  const { exceptions } = await listExceptions(ctx, { state: 'all' });
  expect(exceptions.map(({ state }) => state).toSorted()).toEqual(['active', 'active', 'ended', 'expired', 'planned']);
  const { policies } = await listPolicies(ctx);
  expect(policies.map(({ name }) => name)).toEqual(['Default', 'Executives', 'Shared tablets']);

  expect(await verifyChain(ctx)).toMatchObject({ isIntact: true, firstBad: null });
  const events = await db.auditEvent.findMany({ orderBy: { sequence: 'asc' }, select: { at: true } });
  const times = events.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(await db.administrator.count()).toBe(0);
});

it('tells three stories in quarantine, one of a phone that was allowed under another DeviceId', async () => {
  const { devices } = await listQuarantine(ctx, QuarantineQuery.parse({}));
  expect(
    devices.map(({ mailbox, step, former }) => [mailbox.split('.')[0], step?.name, former?.carries?.decision]),
  ).toEqual([
    ['elsa', 'Mail apps that nobody has checked', undefined],
    ['sven', 'Android without security updates', undefined],
    ['nadia', 'Android without security updates', 'allow'],
  ]);
});

it('has groups by hand and by pattern, in an order that somebody chose, and switches of both kinds', async () => {
  const { groups } = await listGroups(ctx);
  expect(groups.map(({ name, byHandCount, byPatternCount }) => [name, byHandCount > 0, byPatternCount > 0])).toEqual([
    ['Meeting rooms', false, true],
    ['Management', true, false],
    ['Warehouse', true, false],
    ['Head office', false, true],
    ['External staff', false, true],
  ]);
  const switches = await listSwitches(ctx);
  expect(switches.groups.flatMap(({ name, isEasEnabled }) => (isEasEnabled ? [] : name))).toEqual(['External staff']);
  expect(switches.mailboxes.map(({ name, isEasEnabled }) => [name, isEasEnabled])).toEqual([
    ['freya.berg@partners.example.net', true],
    ['tomas.vidal@example.com', false],
  ]);
  expect((await getAccess(ctx)).rules.map(({ level, isEnabled }) => [level, isEnabled])).toEqual([
    ['allowed', true],
    ['blocked', true],
    ['quarantined', true],
    ['quarantined', true],
    ['quarantined', false],
  ]);
});

it('is not repeated at the next start', async () => {
  const events = await db.auditEvent.count();
  expect(await seedDemo(db, clock.now())).toBe(false);
  expect(await db.auditEvent.count()).toBe(events);
});
