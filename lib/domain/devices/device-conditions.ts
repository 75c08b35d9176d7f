import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/client';
import { DeviceFilter } from '@/lib/domain/devices/contract';
import type { DevicePolicyState, DeviceState } from '@/lib/domain/devices/contract';
import { searchConditions } from '@/lib/domain/devices/device-search';
import { silentBefore } from '@/lib/domain/devices/device-state';
import { upperCase } from '@/lib/domain/enum-case';
import { storableText } from '@/lib/domain/history/storable-text';

const DeviceFilterObject = z.object(DeviceFilter);
export type DeviceFilterInput = z.infer<typeof DeviceFilterObject>;

/** What a condition speaks of besides `device_standing s`; joining less keeps counting cheap. */
export type ConditionNeeds = 'device' | 'listing' | 'policy';
export interface DeviceCondition {
  sql: Prisma.Sql;
  needs: ConditionNeeds | null;
}

/** The conditions of a filter, to be joined by AND. Without a filter on the state, removed devices are left out. */
export function deviceConditions(filter: DeviceFilterInput, now: Date): DeviceCondition[] {
  const ofStanding = (sql: Prisma.Sql): DeviceCondition => ({ sql, needs: null });
  const conditions = searchConditions(filter.search ?? '').map((sql): DeviceCondition => ({ sql, needs: 'listing' }));
  conditions.push(filter.state?.length ? anyState(filter.state, now) : ofStanding(Prisma.sql`s.state <> 'REMOVED'`));
  if (filter.policyState?.length) conditions.push(anyPolicyState(filter.policyState, now));
  if (filter.access?.length) conditions.push(ofStanding(anyAccess(filter.access)));
  if (filter.lastContact) conditions.push(lastContactCondition(filter.lastContact, now));
  if (filter.deviceType?.length)
    conditions.push(ofStanding(Prisma.sql`s.device_type = ANY (${filter.deviceType.map(storableText)})`));
  return conditions;
}

function anyState(states: readonly DeviceState[], now: Date): DeviceCondition {
  const listed = states.filter((state) => state !== 'active' && state !== 'silent').map(upperCase);
  const [wantsActive, wantsSilent] = [states.includes('active'), states.includes('silent')];
  const isListed = Prisma.sql`s.state = ANY (${listed}::"ListingState"[])`;
  if (!wantsActive && !wantsSilent) {
    // The second half is implied, and tells PostgreSQL that its small index on unusual states is enough.
    return { sql: Prisma.sql`(${isListed} AND s.state <> 'NORMAL')`, needs: null };
  }
  const since = silentBefore(now);
  const contact =
    wantsActive && wantsSilent
      ? Prisma.sql`TRUE`
      : wantsActive
        ? Prisma.sql`d.last_contact_at >= ${since}`
        : Prisma.sql`d.last_contact_at < ${since}`;
  const ofNormal = Prisma.sql`(s.state = 'NORMAL' AND ${contact})`;
  return { sql: listed.length > 0 ? Prisma.sql`(${isListed} OR ${ofNormal})` : ofNormal, needs: 'device' };
}

function anyAccess(levels: readonly ('allowed' | 'blocked')[]): Prisma.Sql {
  if (levels.includes('allowed') && levels.includes('blocked')) return Prisma.sql`TRUE`;
  return levels.includes('blocked') ? Prisma.sql`s.is_refused` : Prisma.sql`NOT s.is_refused`;
}

const DAYS = { day: 1, week: 7, month: 30 } as const;

function lastContactCondition(within: 'day' | 'week' | 'month' | 'older', now: Date): DeviceCondition {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000);
  const sql =
    within === 'older'
      ? Prisma.sql`d.last_contact_at < ${daysAgo(DAYS.month)}`
      : Prisma.sql`d.last_contact_at >= ${daysAgo(DAYS[within])}`;
  return { sql, needs: 'device' };
}

/** Mailboxes under an exception at that moment. */
export function exemptMailboxes(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT e.mailbox_id FROM policy_exception e
    WHERE e.starts_at <= ${now} AND (e.ends_at IS NULL OR e.ends_at > ${now})
      AND (e.ended_at IS NULL OR e.ended_at > ${now})`;
}

/** `devicePolicyState` in SQL; a test holds the two to each other. */
function anyPolicyState(states: readonly DevicePolicyState[], now: Date): DeviceCondition {
  const isExempt = Prisma.sql`s.mailbox_id IN (${exemptMailboxes(now)})`;
  const each = states.map((state) =>
    state === 'exempt' ? isExempt : Prisma.sql`(${policyStateCondition(state)} AND NOT ${isExempt})`,
  );
  const needsHash = states.some((state) => hashStates.has(state));
  return { sql: Prisma.sql`(${Prisma.join(each, ' OR ')})`, needs: needsHash ? 'policy' : null };
}

/** Where the answer depends on whether what was acknowledged is still in force. */
const hashStates: ReadonlySet<DevicePolicyState> = new Set(['applied', 'partial', 'external', 'outdated']);

function policyStateCondition(state: Exclude<DevicePolicyState, 'exempt'>): Prisma.Sql {
  if (state === 'outdated') {
    return Prisma.sql`(s.policy_state IN ('APPLIED', 'PARTIAL', 'EXTERNAL') AND s.policy_hash IS DISTINCT FROM effective.hash)`;
  }
  const isState = Prisma.sql`s.policy_state = ${upperCase(state)}::"PolicyState"`;
  if (!hashStates.has(state)) return isState;
  // As a CASE: PostgreSQL takes a comparison of two hashes for something that holds next to never, and plans for that.
  return Prisma.sql`(${isState} AND CASE WHEN s.policy_hash = effective.hash THEN TRUE ELSE FALSE END)`;
}
