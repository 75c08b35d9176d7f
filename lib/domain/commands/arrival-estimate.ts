import type { ArrivalEstimate } from '@/lib/domain/commands/contract';

/** What the estimate is made from. */
export interface ContactHabit {
  lastContactAt: Date;
  /** Newest first. */
  recentContacts: readonly Date[];
  /** Of the latest Ping or waiting Sync: that long a silence is normal for a phone on push. */
  heartbeatSeconds: number | null;
}

/** With fewer, one accident would count as a habit. */
const CONTACTS_NEEDED = 3;

/**
 * When an order will probably reach the device. Silent for no longer than its heartbeat, it is taken to hold a request: an
 * order ends that at once, so it is `soon` with no time to wait for. Otherwise the gaps between its recent contacts tell:
 * `soon` while it has been silent for no longer than twice its usual (median) interval, `overdue` beyond that.
 * `expectedBy` is never in the past, and null on push or if nothing can be said.
 */
export function estimateArrival(habit: ContactHabit, now: Date): ArrivalEstimate {
  const silentSeconds = Math.max(0, Math.round((now.getTime() - habit.lastContactAt.getTime()) / 1000));
  const usualIntervalSeconds = medianGapSeconds(habit.recentContacts);
  if (habit.heartbeatSeconds !== null && silentSeconds <= habit.heartbeatSeconds) {
    return { kind: 'soon', usualIntervalSeconds, silentSeconds, expectedBy: null };
  }
  if (usualIntervalSeconds === null) {
    return { kind: 'unknown', usualIntervalSeconds, silentSeconds, expectedBy: null };
  }
  if (silentSeconds > 2 * usualIntervalSeconds) {
    return { kind: 'overdue', usualIntervalSeconds, silentSeconds, expectedBy: null };
  }
  const expectedMs = habit.lastContactAt.getTime() + usualIntervalSeconds * 1000;
  const expectedBy = new Date(Math.max(expectedMs, now.getTime())).toISOString();
  return { kind: 'soon', usualIntervalSeconds, silentSeconds, expectedBy };
}

function medianGapSeconds(contacts: readonly Date[]): number | null {
  if (contacts.length < CONTACTS_NEEDED) return null;
  const times = contacts.map((each) => each.getTime()).toSorted((a, b) => b - a);
  const gaps = times
    .slice(1)
    .map((time, index) => (times[index] ?? time) - time)
    .toSorted((a, b) => a - b);
  const middle = gaps.slice(Math.floor((gaps.length - 1) / 2), Math.floor(gaps.length / 2) + 1);
  return Math.round(middle.reduce((sum, gap) => sum + gap, 0) / middle.length / 1000);
}
