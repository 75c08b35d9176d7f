import { beforeAll, describe, expect, it } from 'vitest';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { DeviceListQuery, DevicePolicyState, DeviceSort, DeviceState } from '@/lib/domain/devices/contract';
import type { DeviceSummary } from '@/lib/domain/devices/contract';
import { exportDevices } from '@/lib/domain/devices/export-devices';
import { listDeviceFacets } from '@/lib/domain/devices/list-device-facets';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { lowerCase } from '@/lib/domain/enum-case';
import { encodeCursor } from '@/lib/domain/page-cursor';
import { useDatabase } from '@/scripts/testing/database';
import { collect } from '@/scripts/testing/domain/collect';
import { seedPopulation } from '@/scripts/testing/domain/device-population';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { auditor, helpdesk, phone, clock } = testContexts(db);
const DAY_MS = 24 * 60 * 60_000;
const COUNT = 240;

const list = (query: object) => listDevices(auditor, DeviceListQuery.parse({ limit: 200, ...query }));
const everyState = { state: DeviceState.options };
const idsOf = (devices: DeviceSummary[]) => devices.map((device) => device.id).toSorted();

/** All pages, following the cursors. */
async function listAll(query: object): Promise<DeviceSummary[]> {
  const devices: DeviceSummary[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await list({ ...query, cursor: cursor ?? undefined });
    devices.push(...page.devices);
    cursor = page.nextCursor;
  } while (cursor);
  return devices;
}

let everything: DeviceSummary[] = [];
beforeAll(async () => {
  await seedPopulation(db, COUNT, clock.now());
  everything = await listAll(everyState);
}, 120_000);

/** Which devices a filter finds and how many it counts, beside those whose own description says so. */
async function compare(query: object, isMeant: (device: DeviceSummary) => boolean) {
  const meant = everything.filter(isMeant);
  const found = await listAll({ ...everyState, ...query });
  const { total } = await list({ ...everyState, ...query });
  return { found: { ids: idsOf(found), total }, meant: { ids: idsOf(meant), total: meant.length } };
}

describe('the filters of the device list', () => {
  it('have something to tell apart', () => {
    expect(everything).toHaveLength(COUNT);
    expect(new Set(everything.map((device) => device.state))).toEqual(new Set(DeviceState.options));
    expect(new Set(everything.map((device) => device.policyState))).toEqual(new Set(DevicePolicyState.options));
  });

  it.each(DeviceState.options)('find the devices that are shown as %s', async (state) => {
    const { found, meant } = await compare({ state }, (device) => device.state === state);
    expect(found).toEqual(meant);
  });

  it.each([
    ['active', 'silent'],
    ['wiped', 'active'],
    ['silent', 'removed', 'wipe_failed'],
    ['delete_pending', 'blocked'],
  ] as const)('find several states together: %s, %s …', async (...states) => {
    const { found, meant } = await compare({ state: states.join(',') }, (device) =>
      states.some((state) => state === device.state),
    );
    expect(found).toEqual(meant);
  });

  it.each(DevicePolicyState.options)('find the devices whose policy is shown as %s', async (policyState) => {
    const { found, meant } = await compare({ policyState }, (device) => device.policyState === policyState);
    expect(found).toEqual(meant);
  });

  it('find several policy states together', async () => {
    const states = ['applied', 'exempt', 'looping'];
    const { found, meant } = await compare({ policyState: states }, (device) => states.includes(device.policyState));
    expect(found).toEqual(meant);
  });

  it.each(['allowed', 'blocked', 'quarantined'] as const)(
    'find the devices that are %s, as the access decision says',
    async (access) => {
      const { found, meant } = await compare({ access }, (device) => device.access === access);
      expect(found).toEqual(meant);
      const both = await compare({ access: ['allowed', 'blocked', 'quarantined'] }, () => true);
      expect(both.found).toEqual(both.meant);
      const rows = await db.device.findMany({
        select: { id: true, accessOverride: true, blockReason: true, accessRuling: true },
      });
      const plain = {
        isMailboxEnabled: true,
        earlierDevices: 0,
        deviceType: 'iPhone',
        model: null,
        os: null,
        userAgent: null,
        protocolVersion: '16.1',
        address: null,
      };
      const decided = rows.filter((row) => {
        const { level } = decideAccess(
          {
            ...plain,
            accessOverride: lowerCase(row.accessOverride),
            blockReason: row.blockReason && lowerCase(row.blockReason),
          },
          [],
          // As if the rules had come to just this.
          { defaultLevel: lowerCase(row.accessRuling), maxDevices: null, minProtocolVersion: null },
        );
        return level === access;
      });
      expect(idsOf(await listAll({ ...everyState, access }))).toEqual(decided.map((row) => row.id).toSorted());
    },
  );

  it.each([
    ['day', 1],
    ['week', 7],
    ['month', 30],
  ] as const)('find the devices that called within a %s', async (lastContact, days) => {
    const since = clock.now().getTime() - days * DAY_MS;
    const { found, meant } = await compare({ lastContact }, (device) => Date.parse(device.lastContactAt) >= since);
    expect(found).toEqual(meant);
  });

  it('find the devices that did not call within a month', async () => {
    const since = clock.now().getTime() - 30 * DAY_MS;
    const { found, meant } = await compare(
      { lastContact: 'older' },
      (device) => Date.parse(device.lastContactAt) < since,
    );
    expect(found).toEqual(meant);
  });

  it('find device types, and all filters together', async () => {
    const types = await compare({ deviceType: 'iPhone,iPad' }, (device) => device.deviceType !== 'Android');
    expect(types.found).toEqual(types.meant);
    const { found, meant } = await compare(
      { deviceType: 'iPhone', access: 'allowed', policyState: 'applied,outdated', lastContact: 'week', search: 'p1' },
      (device) =>
        device.deviceType === 'iPhone' &&
        device.access === 'allowed' &&
        ['applied', 'outdated'].includes(device.policyState) &&
        Date.parse(device.lastContactAt) >= clock.now().getTime() - 7 * DAY_MS &&
        device.mailbox.startsWith('p1'),
    );
    expect(found).toEqual(meant);
  });

  it('leave removed devices out unless they are asked for', async () => {
    const shown = await listAll({});
    expect(idsOf(shown)).toEqual(idsOf(everything.filter((device) => device.state !== 'removed')));
    expect((await list({})).total).toBe(shown.length);
  });
});

describe('the pages of the device list', () => {
  const keys: Record<string, (device: DeviceSummary) => string> = {
    lastContactAt: (device) => device.lastContactAt,
    firstContactAt: (device) => device.firstContactAt,
    mailbox: (device) => device.mailbox,
    name: (device) => device.name.toLowerCase(),
    deviceType: (device) => device.deviceType.toLowerCase(),
  };

  it.each(DeviceSort.options)('show every device once, in order, there and back, sorted by %s', async (sort) => {
    const pages = [await list({ sort, limit: 50, ...everyState })];
    for (let page = pages[0]; page?.nextCursor; pages.push(page)) {
      page = await list({ sort, limit: 50, ...everyState, cursor: page.nextCursor });
    }
    const devices = pages.flatMap((page) => page.devices);
    expect(idsOf(devices)).toEqual(idsOf(everything));
    const key = keys[sort.replace('-', '')] ?? (() => '');
    const order = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
    const sorted = devices.map(key).toSorted((a, b) => (sort.startsWith('-') ? order(b, a) : order(a, b)));
    expect(devices.map(key)).toEqual(sorted);

    expect(pages[0]?.previousCursor).toBeNull();
    for (let index = pages.length - 1; index > 0; index -= 1) {
      const back = await list({ sort, limit: 50, ...everyState, cursor: pages[index]?.previousCursor });
      expect(back.devices.map((device) => device.id)).toEqual(pages[index - 1]?.devices.map((device) => device.id));
    }
  });

  it('refuse a cursor that is not one, or belongs to another sort', async () => {
    const { nextCursor } = await list({ sort: 'mailbox', limit: 10 });
    const id = everything[0]?.id;
    const notATime = encodeCursor({ direction: 'next', key: { sort: 'lastContactAt', value: 'yesterday', id } });
    for (const query of [
      { cursor: 'x' },
      { sort: 'lastContactAt', cursor: notATime },
      { sort: 'name', cursor: nextCursor },
      { sort: '-mailbox', cursor: nextCursor },
    ]) {
      await expect(list(query)).rejects.toMatchObject({ code: 'cursor_invalid' });
    }
  });

  it('stay the same for a device that nobody may see', async () => {
    await expect(listDevices(phone, DeviceListQuery.parse({}))).rejects.toMatchObject({ code: 'permission_denied' });
    expect(() => exportDevices(phone, {})).toThrow(expect.objectContaining({ code: 'permission_denied' }));
    await expect(listDeviceFacets(phone)).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('the export of the device list', () => {
  it('holds what the list shows under the same filter', async () => {
    const filter = { access: ['allowed' as const], policyState: ['applied' as const] };
    expect(await collect(exportDevices(helpdesk, filter))).toEqual(await listAll({ ...filter, sort: 'mailbox' }));
  });
});

describe('the facets', () => {
  it('count the types of the devices that the list shows, the most frequent first', async () => {
    const shown = everything.filter((device) => device.state !== 'removed');
    const count = (value: string) => ({ value, count: shown.filter((device) => device.deviceType === value).length });
    const { deviceTypes } = await listDeviceFacets(auditor);
    expect(deviceTypes).toEqual(
      ['Android', 'iPad', 'iPhone'].map(count).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    );
  });
});

describe('a change of who has which policy', () => {
  const agrees = async () => {
    everything = await listAll(everyState);
    const { found, meant } = await compare(
      { policyState: 'outdated' },
      ({ policyState }) => policyState === 'outdated',
    );
    expect(found).toEqual(meant);
    return meant.ids.join();
  };

  it('reaches the filter, whatever changed: assignment, group of a mailbox, default policy, settings', async () => {
    const states = [await agrees()];
    const [group, other] = await Promise.all([
      db.group.findFirstOrThrow(),
      db.group.create({ data: { name: 'without a policy' } }),
    ]);
    const [standard, second, third] = await db.policy.findMany({ orderBy: { name: 'asc' } });
    if (!standard || !second || !third) throw new Error('The population has policies');

    const changes = [
      () => db.mailbox.updateMany({ where: { groupId: group.id }, data: { groupId: other.id } }),
      () => db.policyAssignment.create({ data: { policyId: second.id, groupId: other.id } }),
      () => db.policyAssignment.update({ where: { groupId: other.id }, data: { policyId: third.id } }),
      () => db.policyAssignment.deleteMany({ where: { mailboxId: { not: null } } }),
      () => db.policy.update({ where: { id: standard.id }, data: { isDefault: false } }),
      () => db.policy.update({ where: { id: third.id }, data: { settings: second.settings ?? {} } }),
    ];
    for (const change of changes) {
      await change();
      states.push(await agrees());
    }
    // Every one of these changes made a difference.
    expect(states.filter((state, index) => state !== states[index - 1])).toHaveLength(states.length);
  });
});
