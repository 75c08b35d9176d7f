import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/client';
import { DeviceFilter } from '@/lib/domain/devices/contract';
import type { AccessLevel, DevicePolicyState, DeviceState } from '@/lib/domain/devices/contract';
import { cutSince } from '@/lib/domain/devices/cut-since';
import { searchConditions } from '@/lib/domain/devices/device-search';
import { silentBefore } from '@/lib/domain/devices/device-state';
import { upperCase } from '@/lib/domain/enum-case';
import { fullyExemptMailboxes } from '@/lib/domain/exceptions/active-exceptions';
import { storableText } from '@/lib/domain/history/storable-text';
import { isPolicyCurrent } from '@/lib/domain/policies/policy-book';
import type { PolicyBook } from '@/lib/domain/policies/policy-book';

const DeviceFilterObject = z.object(DeviceFilter);
export type DeviceFilterInput = z.infer<typeof DeviceFilterObject>;

/** Everything a question about devices has in common. */
export interface DeviceQuestion {
  filter: DeviceFilterInput;
  book: PolicyBook;
  now: Date;
}

/** `device_standing s`, `device_listing l` and `device d`. */
export type DeviceTable = 'standing' | 'listing' | 'device';

export interface DeviceCondition {
  sql: Prisma.Sql;
  /** What it speaks of. */
  table: DeviceTable;
  alsoTables?: readonly DeviceTable[];
  /** How many devices it usually leaves. */
  weight: 'rare' | 'some' | 'most';
}

/** The conditions of a filter, to be joined by AND. Without a filter on the state, removed devices are left out. */
export function deviceConditions({ filter, book, now }: DeviceQuestion): DeviceCondition[] {
  const conditions = searchConditions(filter.search ?? '').map((sql): DeviceCondition => {
    return { sql, table: 'listing', weight: 'some' };
  });
  conditions.push(
    filter.state?.length
      ? anyState(filter.state, now)
      : { sql: Prisma.sql`s.state <> 'REMOVED'`, table: 'standing', weight: 'most' },
  );
  if (filter.policyState?.length) conditions.push(anyPolicyState(filter.policyState, { book, now }));
  if (filter.access?.length) conditions.push(anyAccess(filter.access));
  if (filter.lastContact) conditions.push(lastContactCondition(filter.lastContact, now));
  if (filter.deviceType?.length) {
    const types = filter.deviceType.map(storableText);
    conditions.push({ sql: Prisma.sql`s.device_type = ANY (${types})`, table: 'standing', weight: 'some' });
  }
  if (filter.push === 'cut') {
    const isCut = Prisma.sql`d.cut_after_seconds IS NOT NULL AND d.cut_seen_at >= ${cutSince(now)}`;
    conditions.push({ sql: isCut, table: 'device', weight: 'rare' });
  }
  return conditions;
}

function anyState(states: readonly DeviceState[], now: Date): DeviceCondition {
  const listed = states.filter((state) => state !== 'active' && state !== 'silent').map(upperCase);
  const isListed = Prisma.sql`s.state = ANY (${listed}::"ListingState"[])`;
  const [wantsActive, wantsSilent] = [states.includes('active'), states.includes('silent')];
  if (!wantsActive && !wantsSilent) {
    // The second half is implied, and tells PostgreSQL that its small index on unusual states is enough.
    return { sql: Prisma.sql`(${isListed} AND s.state <> 'NORMAL')`, table: 'standing', weight: 'rare' };
  }
  if (wantsActive && wantsSilent) {
    return { sql: Prisma.sql`(${isListed} OR s.state = 'NORMAL')`, table: 'standing', weight: 'most' };
  }
  const since = silentBefore(now);
  const contact = wantsActive ? Prisma.sql`d.last_contact_at >= ${since}` : Prisma.sql`d.last_contact_at < ${since}`;
  const isMeant = Prisma.sql`(s.state = 'NORMAL' AND ${contact})`;
  if (listed.length === 0) return { sql: isMeant, table: 'device', alsoTables: ['standing'], weight: 'some' };
  return { sql: Prisma.sql`(${isListed} OR ${isMeant})`, table: 'standing', alsoTables: ['device'], weight: 'most' };
}

function anyAccess(levels: readonly AccessLevel[]): DeviceCondition {
  const ofStanding = (sql: Prisma.Sql, weight: DeviceCondition['weight']) =>
    ({ sql, weight, table: 'standing' }) as const;
  const each = {
    allowed: Prisma.sql`NOT (s.is_refused OR s.is_quarantined)`,
    blocked: Prisma.sql`s.is_refused`,
    quarantined: Prisma.sql`s.is_quarantined`,
  };
  const any = Prisma.join(
    levels.map((level) => each[level]),
    ' OR ',
  );
  return ofStanding(Prisma.sql`(${any})`, levels.includes('allowed') ? 'most' : 'rare');
}

const DAYS = { day: 1, week: 7, month: 30 } as const;

function lastContactCondition(within: 'day' | 'week' | 'month' | 'older', now: Date): DeviceCondition {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000);
  const sql =
    within === 'older'
      ? Prisma.sql`d.last_contact_at < ${daysAgo(DAYS.month)}`
      : Prisma.sql`d.last_contact_at >= ${daysAgo(DAYS[within])}`;
  return { sql, table: 'device', weight: 'some' };
}

/** `devicePolicyState` in SQL; a test holds the two to each other. */
function anyPolicyState(
  states: readonly DevicePolicyState[],
  { book, now }: { book: PolicyBook; now: Date },
): DeviceCondition {
  const isExempt = Prisma.sql`s.mailbox_id IN ${fullyExemptMailboxes(now)}`;
  const each = states.map((state) =>
    state === 'exempt' ? isExempt : Prisma.sql`(${policyStateCondition(state, { book, now })} AND NOT ${isExempt})`,
  );
  return { sql: Prisma.sql`(${Prisma.join(each, ' OR ')})`, table: 'standing', weight: 'some' };
}

function policyStateCondition(
  state: Exclude<DevicePolicyState, 'exempt'>,
  { book, now }: { book: PolicyBook; now: Date },
): Prisma.Sql {
  if (state === 'outdated') {
    return Prisma.sql`(s.policy_state IN ('APPLIED', 'PARTIAL', 'EXTERNAL') AND NOT ${isPolicyCurrent(book, now)})`;
  }
  const isState = Prisma.sql`s.policy_state = ${upperCase(state)}::"PolicyState"`;
  const dependsOnHash = state === 'applied' || state === 'partial' || state === 'external';
  return dependsOnHash ? Prisma.sql`(${isState} AND ${isPolicyCurrent(book, now)})` : isState;
}
