import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { registerDevice } from '@/lib/domain/devices/register-device';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { countPolicyRound } from '@/lib/domain/policies/count-policy-round';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import type { Database } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import type { DemoClock } from './demo-clock';
import type { DemoPhone } from './phones';

/** A phone calls three times a day: in the morning, at noon and in the evening. */
const PARTS_OF_DAY = [0.67, 0.33, 0];
const DAYS_OF_CONTACTS = 4;
const SECOND_IN_DAYS = 1 / 86_400;
/** More than the loop guard bears with. */
const MOST_ROUNDS = 10;

/**
 * Lets a phone of the past connect: it is registered, says what it is, and takes its policy if it is let in.
 *
 * @returns id of the device
 */
export async function connectPhone(clock: DemoClock, phone: DemoPhone): Promise<string> {
  const { mailbox, easDeviceId, deviceType, protocolVersion, userAgent, address, information } = phone;
  // A second between one request and the next, so that a reader sees what came first.
  const after = (seconds: number) => clock.phone(phone.firstContactDaysAgo - seconds * SECOND_IN_DAYS, address);
  const device = { mailbox, easDeviceId, deviceType, protocolVersion, userAgent, address };
  const { id, mailboxId } = await registerDevice(after(0), device);
  // Before 12.1 there is no way to tell.
  if (protocolVersion !== '2.5') {
    await recordDeviceInformation(after(1), { deviceId: id, information: { ...information, userAgent } });
  }
  await after(1).db.$transaction((tx) => reassessDevices(tx, [mailboxId]));
  const before = await findDeviceFacts(after(1), keyOf(phone));
  if (before?.accessRuling === 'blocked') await noteRefusal(after(1), phone);
  if (before?.accessRuling === 'allowed') await takePolicy(clock, phone, phone.firstContactDaysAgo);
  return id;
}

/** Lets a phone that may have data fetch its policy, and acknowledge it unless it is one that never does. */
export async function takePolicy(clock: DemoClock, phone: DemoPhone, daysAgo: number): Promise<void> {
  const after = (seconds: number) => clock.phone(daysAgo - seconds * SECOND_IN_DAYS, phone.address);
  const before = await findDeviceFacts(after(1), keyOf(phone));
  if (!before) return;
  const { temporaryKey } = await issuePolicy(after(1), before, phone.protocolVersion);
  if (phone.isLooping) return goInCircles(after, phone);
  const told = await findDeviceFacts(after(2), keyOf(phone));
  if (told) await acknowledgePolicy(after(2), told, { temporaryKey, clientStatus: 1 });
}

const keyOf = ({ mailbox, easDeviceId }: DemoPhone) => ({ mailbox, deviceKey: easDeviceId.toLowerCase() });

async function noteRefusal(ctx: DomainContext, phone: DemoPhone): Promise<void> {
  const { address, protocolVersion } = phone;
  const details = { reason: 'access_rule', command: 'FolderSync', protocolVersion, address };
  await appendDeviceEvents(ctx.db, [{ at: ctx.now(), ...keyOf(phone), type: 'access_refused', details }]);
}

/** Fetches the policy without ever acknowledging it, until the loop guard stops it. */
async function goInCircles(after: (seconds: number) => DomainContext, phone: DemoPhone): Promise<void> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const facts = await findDeviceFacts(after(10 * round), keyOf(phone));
    if (!facts || facts.policyState === 'looping') return;
    await countPolicyRound(after(10 * round), facts, 'document');
  }
}

/** Lets a phone call as it usually does, until its last contact. */
export async function callRegularly(db: Database, clock: DemoClock, call: { deviceId: string; phone: DemoPhone }) {
  const { deviceId, phone } = call;
  const { lastContactDaysAgo: last, firstContactDaysAgo: first, ...facts } = phone;
  const days = Array.from({ length: DAYS_OF_CONTACTS }, (_, index) => last + DAYS_OF_CONTACTS - 1 - index);
  for (const daysAgo of days.flatMap((day) => PARTS_OF_DAY.map((part) => day + part))) {
    if (daysAgo >= first) continue;
    await recordContacts(db, [
      {
        deviceId,
        at: clock.at(daysAgo),
        address: facts.address,
        protocolVersion: facts.protocolVersion,
        userAgent: facts.userAgent,
        deviceType: facts.deviceType,
        heartbeatSeconds: 900,
        bytesIn: 2100,
        bytesOut: 18_400,
        bytesOutPlain: 61_000,
      },
    ]);
  }
}
