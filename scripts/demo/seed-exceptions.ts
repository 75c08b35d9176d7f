import { addException } from '@/lib/domain/exceptions/add-exception';
import { endException } from '@/lib/domain/exceptions/end-exception';
import type { PolicySettingName } from '@/lib/domain/policies/contract';
import type { DemoClock, DemoStep } from './demo-clock';

/** Negative days lie ahead. */
type Plan = {
  mailbox: string;
  reason: string;
  settings?: PolicySettingName[];
  addedDaysAgo: number;
  startsDaysAgo?: number;
  endsDaysAgo: number;
  ended?: { daysAgo: number; reason: string };
};

const approvedBy = 'Helen Marsh, CIO';

/** One of each: expired, ended early, active and planned. */
const plans: readonly Plan[] = [
  {
    mailbox: 'quentin.moreau@example.com',
    reason: 'Tries out the scanner app, which does not work behind a lock screen',
    addedDaysAgo: 62,
    endsDaysAgo: 32,
  },
  {
    mailbox: 'ruth.weiss@example.com',
    reason: 'Hand injury; cannot type a passcode',
    addedDaysAgo: 15,
    endsDaysAgo: -15,
    ended: { daysAgo: 8, reason: 'Has recovered' },
  },
  {
    mailbox: 'grace.sullivan@example.com',
    reason: 'Roadshow; presents from her own phone, which must not lock',
    settings: ['MaxInactivityTimeDeviceLock', 'MaxDevicePasswordFailedAttempts'],
    addedDaysAgo: 11,
    endsDaysAgo: -10,
  },
  {
    mailbox: 'oliver.brandt@example.com',
    reason: 'Trade fair; shows the app to visitors',
    addedDaysAgo: 2,
    startsDaysAgo: -5,
    endsDaysAgo: -9,
  },
];

/** Who was, is and will be exempt from policy. */
export function exceptionSteps(clock: DemoClock): DemoStep[] {
  return plans.flatMap(({ mailbox, reason, settings, addedDaysAgo, startsDaysAgo, endsDaysAgo, ended }) => {
    let exceptionId = '';
    const add = async () => {
      const startsAt = startsDaysAgo === undefined ? undefined : clock.at(startsDaysAgo).toISOString();
      const term = { startsAt, endsAt: clock.at(endsDaysAgo).toISOString() };
      const ctx = clock.administrator(addedDaysAgo);
      ({ id: exceptionId } = await addException(ctx, { mailbox, reason, settings, approvedBy, ...term }));
    };
    const added = { daysAgo: addedDaysAgo, run: add };
    if (!ended) return [added];
    const end = () => endException(clock.administrator(ended.daysAgo), { exceptionId, reason: ended.reason });
    return [added, { daysAgo: ended.daysAgo, run: end }];
  });
}
