import type { Database } from '@/lib/db/client';
import { enforceRefusal, markDelivered, recordAnswer } from '@/lib/domain/commands/command-lifecycle';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { accessDecisionSteps } from './seed-access-decisions';
import { callRegularly, connectPhone } from './connect-phone';
import { contestedPhones } from './contested-phones';
import type { DemoClock, DemoStep } from './demo-clock';
import { demoPhones, type DemoPhone } from './phones';

/** Phones of the past: how they connected, called, and what became of them. */
export function phoneSteps(db: Database, clock: DemoClock): DemoStep[] {
  const ids = new Map<DemoPhone, string>();
  const idOf = (phone: DemoPhone): string => {
    const id = ids.get(phone);
    if (id === undefined) throw new Error(`The phone of ${phone.mailbox} is not connected yet`);
    return id;
  };
  const connecting = [...Object.values(demoPhones), ...Object.values(contestedPhones)].map((phone: DemoPhone) => ({
    daysAgo: phone.firstContactDaysAgo,
    run: async () => {
      const deviceId = await connectPhone(clock, phone);
      ids.set(phone, deviceId);
      await callRegularly(db, clock, { deviceId, phone });
    },
  }));
  const decisions = [...fates(clock, idOf), ...accessDecisionSteps(clock, idOf)];
  return [...connecting, ...decisions, { daysAgo: 1, run: () => tightenPolicy(db, clock) }];
}

/** What a person ordered, and what the phone did. Contacts are written ahead of it; they are no history. */
function fates(clock: DemoClock, idOf: (phone: DemoPhone) => string): DemoStep[] {
  const { left, wiped, refused, lost } = demoPhones;
  const queued = { left: left.lastContactDaysAgo + 0.3, wiped: wiped.lastContactDaysAgo + 0.02, lost: 1.8 };
  const blocked = refused.lastContactDaysAgo - 0.1;
  return [
    { daysAgo: queued.left, run: () => endOldPhone(clock, idOf(left), queued.left) },
    { daysAgo: queued.wiped, run: () => wipePhone(clock, idOf(wiped), queued.wiped) },
    {
      daysAgo: blocked,
      run: () => {
        const reason = 'Private computer of the family';
        return decideAccessByHand(clock.administrator(blocked), { deviceId: idOf(refused), decision: 'block', reason });
      },
    },
    {
      daysAgo: queued.lost,
      run: () => {
        const reason = 'Left on the train to Basel';
        return queueCommand(clock.administrator(queued.lost), { deviceId: idOf(lost), kind: 'wipe', reason });
      },
    },
  ];
}

async function endOldPhone(clock: DemoClock, deviceId: string, daysAgo: number): Promise<void> {
  const { address, protocolVersion, lastContactDaysAgo } = demoPhones.left;
  const reason = 'Has left the company';
  const { id } = await queueCommand(clock.administrator(daysAgo), { deviceId, kind: 'delete', reason });
  await enforceRefusal(clock.phone(lastContactDaysAgo, address), id, { address, protocolVersion });
}

async function wipePhone(clock: DemoClock, deviceId: string, daysAgo: number): Promise<void> {
  const { address, protocolVersion, lastContactDaysAgo } = demoPhones.wiped;
  const reason = 'Stolen in the gym; reported by phone';
  const { id } = await queueCommand(clock.administrator(daysAgo), { deviceId, kind: 'wipe', reason });
  const contact = { address, protocolVersion };
  await markDelivered(clock.phone(lastContactDaysAgo + 0.001, address), id, contact);
  const answer = { ...contact, outcome: 'acknowledged', status: '1', proof: 'password' } as const;
  await recordAnswer(clock.phone(lastContactDaysAgo, address), id, answer);
}

/** The tablet that is asleep acknowledged what the policy said before. */
async function tightenPolicy(db: Database, clock: DemoClock): Promise<void> {
  const ctx = clock.administrator(1);
  const { id } = await db.policy.findUniqueOrThrow({ where: { name: 'Shared tablets' }, select: { id: true } });
  const { name, description, version, settings } = await getPolicy(ctx, { policyId: id });
  await updatePolicy(ctx, {
    policyId: id,
    version,
    ...PolicyInput.parse({
      name,
      description,
      settings: { ...settings, MinDevicePasswordLength: 6, AllowSimpleDevicePassword: false },
    }),
  });
}
