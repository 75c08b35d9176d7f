import { Agent } from 'node:http';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { SeededRandom } from '@/engine/testing/seeded-random';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';
import { PASSWORD } from './mail-system';

export type SoakFleet = {
  readonly phones: readonly SimulatedPhone[];
  readonly mailboxes: readonly string[];
  close(): void;
};

export type SoakFleetPlan = {
  readonly url: string;
  readonly phones: number;
  readonly seed: number;
  /** From one deed of a phone to its next, on average. */
  readonly deedEveryMs: number;
};

/** Of four phones, two share a mailbox. */
const PHONES_OF_FOUR_MAILBOXES = 3;
const POLLS_EVERY = 10;

/** Phones of all makes that keep all of their mailbox in step and do things with it. */
export function makeFleet({ url, phones: count, seed, deedEveryMs }: SoakFleetPlan): SoakFleet {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const mailboxes = Array.from(
    { length: Math.max(1, Math.ceil((count * PHONES_OF_FOUR_MAILBOXES) / 4)) },
    (_each, index) => `soak${index}@example.com`,
  );
  const phones = Array.from({ length: count }, (_each, index) => {
    const random = new SeededRandom(seed + 7919 * index);
    const profile = random.pick(phoneProfiles);
    const correspondents = Array.from({ length: 8 }, () => random.pick(mailboxes));
    return new SimulatedPhone({
      engineUrl: url,
      owner: `Owner ${index}`,
      user: mailboxes[index % mailboxes.length] ?? '',
      password: PASSWORD,
      deviceId: `SOAK${index}`,
      profile,
      agent,
      habits: {
        mailFolders: 'all',
        mailFilter: 0,
        heartbeatSeconds: random.pick([60, 120, 300]),
        provisionsFirst: random.next() < 0.5,
        repeatsPingParameters: random.next() < 0.5,
        push: index % POLLS_EVERY === 0 ? 'poll' : 'ping',
        pollMs: 30_000,
        retryMs: 2000,
        deeds: { everyMs: deedEveryMs, correspondents, random, mostFolders: 2 },
      },
    });
  });
  return { phones, mailboxes, close: () => agent.destroy() };
}
