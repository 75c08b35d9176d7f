import { mailboxOf, ownerNames } from '@/engine/testing/fleet-owners';
import type { DeedHabits } from '@/engine/testing/phone-deed';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import type { DeviceIdStyle, PhoneProfile } from '@/engine/testing/phone-profile';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { SeededRandom } from '@/engine/testing/seeded-random';

/** One phone of a fleet before it is switched on. */
export interface PhonePlan {
  readonly owner: string;
  readonly user: string;
  readonly deviceId: string;
  readonly profile: PhoneProfile;
  readonly habits: Partial<PhoneHabits>;
}

export interface FleetPlanInput {
  readonly phones: number;
  /** The same seed gives the same fleet. */
  readonly seed: number;
  readonly domain: string;
}

const FAILED_WIPES = 3;
/** Every fleet that is large enough has one of each, at this place: it keeps it when the fleet grows. */
const specialHabits: ReadonlyMap<number, Partial<PhoneHabits>> = new Map([
  [4, { policyAnswer: 3 }],
  [7, { failedWipes: FAILED_WIPES }],
  [10, { policyAnswer: 2 }],
  [13, { policyAnswer: 4 }],
  [16, { keepsPolicyKey: false, provisionsFirst: false }],
  [19, { heedsEndOfPing: false }],
]);
const ASLEEP_EVERY = 6;
const POLLS_EVERY = 9;
/** A few mails an hour in all of a fleet of forty: the demo is to look alive, not busy. */
const DEED_EVERY_MS = 30 * 60_000;

/**
 * A fleet as one would find it: mostly one phone a person, some with a tablet too, one in six asleep, a few that look
 * for mail instead of holding a Ping. From twenty phones on it has one that refuses policies, one whose wipe fails at
 * first, one that applies policies in part, one that is managed elsewhere, one that goes round in circles, and one that
 * ignores the end of its Ping. A pure function of its input.
 */
export function planFleet({ phones, seed, domain }: FleetPlanInput): PhonePlan[] {
  const random = new SeededRandom(seed);
  const deviceIds = new Set<string>();
  return Array.from({ length: phones }, (_each, index) => {
    const owner = ownerOf(index);
    const profile = random.pick(phoneProfiles);
    let deviceId = deviceIdOf(profile.idStyle, random);
    while (deviceIds.has(deviceId)) deviceId = deviceIdOf(profile.idStyle, random);
    deviceIds.add(deviceId);
    return {
      owner,
      user: mailboxOf(owner, domain),
      deviceId,
      profile: personalise(profile, owner, random),
      habits: { ...habitsOf(index, profile, random), deeds: deedsOf(index, { seed, domain }) },
    };
  });
}

/** Beyond the list of names people get a second device; beyond that, a number to their name. */
function ownerOf(index: number): string {
  const name = ownerNames[index % ownerNames.length] ?? '';
  return index < 2 * ownerNames.length ? name : `${name} ${roman(Math.floor(index / ownerNames.length))}`;
}

/** Letters, since mailbox names keep only those. */
const roman = (value: number): string => 'x'.repeat(Math.floor(value / 10)) + 'i'.repeat(value % 10);

function deviceIdOf(style: DeviceIdStyle, random: SeededRandom): string {
  const hex = '0123456789ABCDEF';
  switch (style) {
    case 'apple':
      return random.text(26, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
    case 'samsung':
      return `SEC${random.text(13, hex)}`;
    case 'android':
      return `androidc${random.integer(100_000_000, 2_147_483_647)}`;
    case 'nine':
      return `6e696e65${random.text(24, hex.toLowerCase())}`; // "nine", then anything
    case 'blackberry':
      return `BB${random.text(8, hex)}`;
    default:
      return random.text(32, hex);
  }
}

function personalise(profile: PhoneProfile, owner: string, random: SeededRandom): PhoneProfile {
  const [first = owner] = owner.split(' ');
  const device = { ...profile.device, friendlyName: `${first}’s ${profile.name}`, userAgent: profile.userAgent };
  if (!profile.hasSim) return { ...profile, device };
  const phoneNumber = `+1555${random.text(7, '0123456789')}`;
  const mobileOperator = random.pick(['Example Mobile', 'Northern Telecom', 'CityCell']);
  return { ...profile, device: { ...device, imei: imei(random), phoneNumber, mobileOperator } };
}

/** Fifteen digits, the last of which checks the others (ISO/IEC 7812-1). */
function imei(random: SeededRandom): string {
  const digits = `35${random.text(12, '0123456789')}`;
  const sum = Array.from(digits, Number).reduce((total, digit, index) => {
    const value = digit * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** With numbers of their own, so that what else a fleet is does not depend on them. Owners write to each other. */
function deedsOf(index: number, { seed, domain }: Pick<FleetPlanInput, 'seed' | 'domain'>): DeedHabits {
  const correspondents = ownerNames.slice(0, 20).map((owner) => mailboxOf(owner, domain));
  const random = new SeededRandom(seed + 7919 * (index + 1));
  return { everyMs: DEED_EVERY_MS, correspondents, random, mostFolders: 0 };
}

function habitsOf(index: number, profile: PhoneProfile, random: SeededRandom): Partial<PhoneHabits> {
  const isApple = profile.idStyle === 'apple';
  const usual: Partial<PhoneHabits> = {
    provisionsFirst: !isApple, // Apple Mail asks for folders first and provisions when told to
    fetchesWipeWithEmptyRequest: isApple || profile.idStyle === 'windows',
    repeatsPingParameters: !isApple,
    heartbeatSeconds: random.pick([480, 780, 900, 1080, 1380, 1680]),
    retryMs: 60_000 + random.integer(0, 30_000),
  };
  const special = specialHabits.get(index);
  if (special) return { ...usual, ...special };
  if (index % ASLEEP_EVERY === ASLEEP_EVERY - 1) return { ...usual, sleepsAfterSetUp: true };
  if (index % POLLS_EVERY === POLLS_EVERY - 1) return { ...usual, push: 'poll' };
  return usual;
}
