import { beforeAll, describe, expect, it } from 'vitest';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { Overview } from '@/lib/domain/overview/contract';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { useDatabase } from '@/scripts/testing/database';
import { seedPopulation } from '@/scripts/testing/domain/device-population';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { auditor, helpdesk, phone, clock } = testContexts(db);

beforeAll(() => seedPopulation(db, 120, clock.now()), 120_000);

describe('the overview', () => {
  it('shows the numbers that the device list shows behind them', async () => {
    const total = async (query: object) => (await listDevices(auditor, DeviceListQuery.parse(query))).total;
    expect(Overview.parse(await getOverview(auditor))).toMatchObject({
      deviceCount: await total({}),
      contactedTodayCount: await total({ lastContact: 'day' }),
      silentCount: await total({ state: 'silent' }),
      quarantinedCount: await total({ access: 'quarantined' }),
      blockedCount: await total({ access: 'blocked' }),
      policyLoopCount: await total({ policyState: 'looping' }),
      policyRefusedCount: await total({ policyState: 'refused' }),
      cutCount: await total({ push: 'cut' }),
    });
  });

  it('tells after how many seconds most connections are cut that are', async () => {
    expect(await getOverview(auditor)).toMatchObject({ cutCount: 0, cutAfterSeconds: null });
    const devices = await db.device.findMany({ where: { removedAt: null }, take: 4, select: { id: true } });
    const seconds = [300, 60, 60, 60];
    const daysAgo = [1, 2, 6, 8];
    for (const [index, { id }] of devices.entries()) {
      const cutSeenAt = new Date(clock.now().getTime() - (daysAgo[index] ?? 0) * 86_400_000);
      await db.device.update({ where: { id }, data: { cutAfterSeconds: seconds[index] ?? 0, cutSeenAt } });
    }
    expect(await getOverview(auditor)).toMatchObject({ cutCount: 3, cutAfterSeconds: 60 });
    const { devices: listed } = await listDevices(auditor, DeviceListQuery.parse({ push: 'cut' }));
    expect(new Set(listed.map(({ cutAfterSeconds }) => cutAfterSeconds))).toEqual(new Set([300, 60]));
  });

  it('lists what is under way: open commands, and exceptions that end soon', async () => {
    const { openCommands, exceptionsEndingSoon } = await getOverview(auditor);
    expect(openCommands).toHaveLength(await db.deviceCommand.count({ where: { closedAt: null } }));
    const active = { startsAt: { lte: clock.now() }, endsAt: { gt: clock.now() } };
    expect(exceptionsEndingSoon).toHaveLength(
      Math.min(20, await db.policyException.count({ where: { ...active, remindAt: { lte: clock.now() } } })),
    );
  });

  it('tells the helpdesk nothing about exceptions, and a phone nothing at all', async () => {
    expect((await getOverview(helpdesk)).exceptionsEndingSoon).toEqual([]);
    await expect(getOverview(phone)).rejects.toMatchObject({ code: 'permission_denied' });
  });
});
