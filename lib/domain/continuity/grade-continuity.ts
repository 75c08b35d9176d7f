import { compareVersions, versionIn } from '@/lib/domain/access/compare-versions';
import type { Certainty, ContinuitySign } from '@/lib/domain/continuity/contract';

/** What two partnerships are compared by, as the devices have told it. */
export interface ContinuityTraits {
  deviceKey: string;
  model: string | null;
  imei: string | null;
  friendlyName: string | null;
  phoneNumber: string | null;
  os: string | null;
  userAgent: string | null;
  firstContactAt: Date;
  lastContactAt: Date;
}

export interface Continuity {
  certainty: Certainty;
  signs: ContinuitySign[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** While an account is being set up anew, the old one may still call. */
export const OVERLAP_MS = 10 * MINUTE_MS;
/** Nobody sets up a phone again after so long; without an IMEI it is rather another one. */
export const LONGEST_GAP_MS = 180 * DAY_MS;

/**
 * Whether a later partnership of a mailbox is probably the same phone as a former one, under another DeviceId; null: not
 * as far as can be told. The same IMEI is enough, even if both still call: that is one phone with two mail apps, or with
 * the old account still on it. Two different ones are never the same. Without, the model must be the same, the former one
 * must have been silent since the new one came, and name or number must not speak against it.
 */
export function gradeContinuity(current: ContinuityTraits, former: ContinuityTraits): Continuity | null {
  if (current.deviceKey === former.deviceKey || former.firstContactAt >= current.firstContactAt) return null;
  const same = compare(current, former);
  const isSilent = former.lastContactAt.getTime() <= current.firstContactAt.getTime() + OVERLAP_MS;
  const signs = signNames.filter((sign) => (sign === 'silent' ? isSilent : same[sign] === 'equal'));
  if (same.imei === 'equal') return { certainty: 'certain', signs };
  const gapMs = current.firstContactAt.getTime() - former.lastContactAt.getTime();
  if (same.imei === 'different' || !isSilent || gapMs > LONGEST_GAP_MS) return null;
  if (same.model !== 'equal' || same.system === 'different') return null;
  const isSameNumber = same.phoneNumber === 'equal';
  // People rename their phones; they seldom do and change their number as well.
  if (same.phoneNumber === 'different' || (same.friendlyName === 'different' && !isSameNumber)) return null;
  if (isSameNumber) return { certainty: 'likely', signs };
  const isSameSoftware = same.system === 'equal' || same.mailApp === 'equal';
  if (same.friendlyName === 'equal') return { certainty: isSameSoftware ? 'likely' : 'possible', signs };
  return isSameSoftware ? { certainty: 'possible', signs } : null;
}

const signNames = ['imei', 'phoneNumber', 'friendlyName', 'model', 'system', 'mailApp', 'silent'] as const;

type Comparison = 'equal' | 'different' | 'unknown';

function compare(current: ContinuityTraits, former: ContinuityTraits) {
  const each = (read: (traits: ContinuityTraits) => string | null): Comparison => {
    const [now, before] = [read(current), read(former)];
    if (now === null || before === null) return 'unknown';
    return now === before ? 'equal' : 'different';
  };
  return {
    imei: each(({ imei }) => comparableImei(imei)),
    phoneNumber: each(({ phoneNumber }) => comparableNumber(phoneNumber)),
    friendlyName: each(({ friendlyName }) => plain(friendlyName)),
    model: each(({ model }) => plain(model)),
    system: compareSystems(current.os, former.os),
    mailApp: each(({ userAgent }) => nameBeforeVersion(userAgent)),
  };
}

const plain = (text: string | null): string | null => text?.trim().toLowerCase().replaceAll(/\s+/g, ' ') || null;

/**
 * TAC and serial number, which IMEI and IMEISV have in common: what follows is a check digit or the software's version.
 * What phones send that do not know theirs, or may not tell it, is not one.
 */
function comparableImei(imei: string | null): string | null {
  const digits = imei?.replaceAll(/[\s./-]/g, '') ?? '';
  if (!/^\d{14,16}$/.test(digits)) return null;
  const significant = digits.slice(0, 14);
  const isMadeUp = /^(\d)\1*$/.test(significant) || '0123456789012345678901234567890'.includes(significant);
  return isMadeUp ? null : significant;
}

/** The last eight digits: the same whether with the country's code or the national zero. */
function comparableNumber(number: string | null): string | null {
  const digits = number?.replaceAll(/\D/g, '') ?? '';
  return digits.length < 8 || /^0+$/.test(digits) ? null : digits.slice(-8);
}

/** "Outlook-iOS-Android/1.0" and "Outlook-iOS-Android/2.1" are the same. */
const nameBeforeVersion = (userAgent: string | null): string | null =>
  plain(/^[^/(;]+/.exec(userAgent ?? '')?.[0] ?? null);

/** An older version than before is no sign, but does not speak against it either: phones are set back, too. */
function compareSystems(current: string | null, former: string | null): Comparison {
  const family = (os: string | null) => plain(/^[^\d]*/.exec(os ?? '')?.[0] ?? null);
  const [now, before] = [family(current), family(former)];
  if (now === null || before === null) return 'unknown';
  if (now !== before) return 'different';
  const [version, versionBefore] = [versionIn(current ?? ''), versionIn(former ?? '')];
  if (version === null || versionBefore === null) return 'equal';
  return compareVersions(version, versionBefore) < 0 ? 'unknown' : 'equal';
}
