import { getAccess } from '@/lib/domain/access/get-access';
import { startAutoBlock } from '@/lib/domain/auto-block/start-auto-block';
import { carryOver } from '@/lib/domain/continuity/carry-over';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { takePolicy } from './connect-phone';
import { contestedPhones } from './contested-phones';
import type { DemoClock, DemoStep } from './demo-clock';
import { demoPhones, type DemoPhone } from './phones';

/** A bit after something that happened so many days ago. */
const LATER_DAYS = 0.02;

/** What people, and Mobileadmin itself, decided about single phones. */
export function accessDecisionSteps(clock: DemoClock, idOf: (phone: DemoPhone) => string): DemoStep[] {
  const { tolerated, refusedAgain, busy } = contestedPhones;
  const allowedAt = tolerated.firstContactDaysAgo - LATER_DAYS;
  const carriedAt = refusedAgain.lastContactDaysAgo - LATER_DAYS;
  const busyAt = busy.lastContactDaysAgo;
  return [
    {
      daysAgo: allowedAt,
      run: async () => {
        const reason = 'Gets a new phone in spring; until then she may use this one';
        const deviceId = idOf(tolerated);
        await decideAccessByHand(clock.administrator(allowedAt), { deviceId, decision: 'allow', reason });
        await takePolicy(clock, tolerated, allowedAt - LATER_DAYS);
      },
    },
    {
      daysAgo: carriedAt,
      run: () => {
        const ids = { deviceId: idOf(refusedAgain), formerDeviceId: idOf(demoPhones.refused) };
        const reason = 'The same private computer, set up anew';
        return carryOver(clock.administrator(carriedAt), { ...ids, removesFormer: false, reason });
      },
    },
    {
      daysAgo: busyAt,
      run: async () => {
        const ctx = clock.system(busyAt);
        const { limits, blockMinutes } = (await getAccess(ctx)).settings.autoBlock;
        const { sameSyncKey: limit } = limits;
        if (!limit) throw new Error('The demo counts what is repeated');
        const { count, minutes } = limit;
        const excess = { deviceId: idOf(busy), kind: 'sameSyncKey', count: count + 1, limit: count, minutes } as const;
        await startAutoBlock(ctx, excess, blockMinutes);
      },
    },
  ];
}
