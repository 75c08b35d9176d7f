import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { registerDevice } from '@/lib/domain/devices/register-device';
import { acknowledgePolicy } from '@/lib/domain/policies/acknowledge-policy';
import { issuePolicy } from '@/lib/domain/policies/issue-policy';
import type { Database } from '@/lib/db/client';
import type { DemoClock } from './demo-clock';
import type { DemoPhone } from './phones';

/** A phone calls three times a day: in the morning, at noon and in the evening. */
const PARTS_OF_DAY = [0.67, 0.33, 0];
const DAYS_OF_CONTACTS = 4;
const SECOND_IN_DAYS = 1 / 86_400;

/**
 * Lets a phone of the past connect: it is registered, says what it is, and takes its policy.
 *
 * @returns id of the device
 */
export async function connectPhone(clock: DemoClock, phone: DemoPhone): Promise<string> {
  const { mailbox, easDeviceId, deviceType, protocolVersion, userAgent, address, information } = phone;
  // A second between one request and the next, so that a reader sees what came first.
  const after = (seconds: number) => clock.phone(phone.firstContactDaysAgo - seconds * SECOND_IN_DAYS, address);
  const device = { mailbox, easDeviceId, deviceType, protocolVersion, userAgent, address };
  const { id } = await registerDevice(after(0), device);
  await recordDeviceInformation(after(1), { deviceId: id, information: { ...information, userAgent } });
  const key = { mailbox, deviceKey: easDeviceId.toLowerCase() };
  const before = await findDeviceFacts(after(1), key);
  const { temporaryKey } = before ? await issuePolicy(after(1), before, protocolVersion) : { temporaryKey: 0 };
  const told = await findDeviceFacts(after(2), key);
  if (told) await acknowledgePolicy(after(2), told, { temporaryKey, clientStatus: 1 });
  return id;
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
