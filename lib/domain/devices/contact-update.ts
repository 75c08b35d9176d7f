import type { RecentHold } from '@/lib/domain/devices/contract';

/** A request as the engine saw it, to be written behind. */
export interface ContactUpdate {
  deviceId: string;
  at: Date;
  address: string | null;
  protocolVersion: string;
  userAgent: string | null;
  deviceType: string;
  /** Of a Ping or waiting Sync; left out for other commands. */
  heartbeatSeconds?: number;
  /** Of a held request that the phone's side closed before its time. */
  endedEarly?: {
    /** Since when it was held; `at` is the contact that it belongs to. */
    seconds: number;
    /** Something on the way cuts connections after about this time; null: not that one would know. */
    cutAfterSeconds: number | null;
  };
  /** A held request that has come to an end otherwise than early. */
  held?: RecentHold;
  bytesIn: number;
  bytesOut: number;
  bytesOutPlain: number;
}

/** What one batch says about one device. */
export interface MergedContact extends Required<Omit<ContactUpdate, 'heartbeatSeconds' | 'endedEarly' | 'held'>> {
  heartbeatSeconds: number | null;
  /** How many held requests ended early. */
  earlyEnds: number;
  cutAfterSeconds: number | null;
  cutSeenAt: Date | null;
  /** In the order of their beginnings or ends, newest first. */
  holds: readonly RecentHold[];
  /** The addresses of the batch with their first and last time, in the order in which they came up. */
  addresses: { address: string; firstSeenAt: Date; lastSeenAt: Date }[];
}

/**
 * One entry a device, sorted by device: facts of its latest contact, sums of its counters, all of its addresses. What the
 * latest contact leaves out (address, user agent, heartbeat) comes from the latest that has it.
 */
export function mergeContacts(batch: readonly ContactUpdate[]): MergedContact[] {
  const merged = new Map<string, MergedContact>();
  for (const contact of batch.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    merged.set(contact.deviceId, mergeOne(merged.get(contact.deviceId), contact));
  }
  return [...merged.values()].toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}

function mergeOne(before: MergedContact | undefined, contact: ContactUpdate): MergedContact {
  return {
    deviceId: contact.deviceId,
    at: contact.at,
    address: contact.address ?? before?.address ?? null,
    protocolVersion: contact.protocolVersion,
    userAgent: contact.userAgent ?? before?.userAgent ?? null,
    deviceType: contact.deviceType,
    heartbeatSeconds: contact.heartbeatSeconds ?? before?.heartbeatSeconds ?? null,
    earlyEnds: (contact.endedEarly ? 1 : 0) + (before?.earlyEnds ?? 0),
    ...mergeCut(before, contact),
    holds: mergeHolds(before?.holds ?? [], contact),
    bytesIn: contact.bytesIn + (before?.bytesIn ?? 0),
    bytesOut: contact.bytesOut + (before?.bytesOut ?? 0),
    bytesOutPlain: contact.bytesOutPlain + (before?.bytesOutPlain ?? 0),
    addresses: mergeAddress(before?.addresses ?? [], contact),
  };
}

function mergeCut(before: MergedContact | undefined, { at, endedEarly }: ContactUpdate) {
  const { cutAfterSeconds = null, cutSeenAt = null } = before ?? {};
  if (!endedEarly || endedEarly.cutAfterSeconds === null) return { cutAfterSeconds, cutSeenAt };
  const seenAt = new Date(at.getTime() + endedEarly.seconds * 1000);
  return { cutAfterSeconds: endedEarly.cutAfterSeconds, cutSeenAt: seenAt };
}

const HOLD_LIMIT = 10;

function mergeHolds(before: readonly RecentHold[], { held, endedEarly }: ContactUpdate): readonly RecentHold[] {
  const hold = endedEarly ? ({ seconds: endedEarly.seconds, outcome: 'early' } as const) : held;
  if (!hold) return before;
  return [{ ...hold, seconds: Math.round(hold.seconds) }, ...before].slice(0, HOLD_LIMIT);
}

/** Fewer than the history of a device keeps: with the one it had before there are never too many. */
const ADDRESS_LIMIT = 9;

function mergeAddress(seen: MergedContact['addresses'], { address, at }: ContactUpdate): MergedContact['addresses'] {
  if (address === null) return seen;
  const known = seen.find((each) => each.address === address);
  if (!known) return [...seen, { address, firstSeenAt: at, lastSeenAt: at }].slice(-ADDRESS_LIMIT);
  return seen.map((each) => (each === known ? { ...each, lastSeenAt: at } : each));
}
