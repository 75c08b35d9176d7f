import { createDatabase } from '@/lib/db/client';
import type { Database } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { exportDevices } from '@/lib/domain/devices/export-devices';
import { getDevice } from '@/lib/domain/devices/get-device';
import { listDeviceFacets } from '@/lib/domain/devices/list-device-facets';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { recordContacts } from '@/lib/domain/devices/record-contacts';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { startTemporaryPostgres } from '../postgres/temporary-postgres';
import { accessScenarios } from './devices/access-scenarios';
import { report, reportOnce, type ServerCpu } from './devices/measure';
import { policyScenarios } from './devices/policy-scenarios';
import { seedDevices } from './devices/seed-devices';
import { createServerCpuMeter } from './devices/server-cpu';

// How long the console's questions take with 100,000 devices, each through its domain function and beside a plain SELECT in
// the same run on the same machine. Usage: npm run bench:devices [-- list policy access contacts], or some of these parts

const PARTS = { list: listScenarios, policy: policyScenarios, access: accessScenarios, contacts: contactScenarios };
const wanted = process.argv.slice(2);

const postgres = await startTemporaryPostgres();
try {
  process.stdout.write('Seeding 100,000 devices …\n');
  await seedDevices(postgres);
  const { db, close } = createDatabase(postgres.url);
  await run(db);
  await close();
} finally {
  await postgres.stop();
}

async function run(db: Database): Promise<void> {
  const actor = { kind: 'person', id: 'bench', name: 'bench', role: 'administrator' } as const;
  const ctx: DomainContext = { db, actor, requestId: 'bench', address: null, now: () => new Date() };
  const serverCpu = await createServerCpuMeter(db);
  process.stdout.write('Milliseconds, as seen by the caller, and processor time of one question.\n');
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await part(ctx, serverCpu);
  }
}

async function listScenarios(ctx: DomainContext, serverCpu: ServerCpu): Promise<void> {
  const { db } = ctx;
  const list = (query: object) => () => listDevices(ctx, DeviceListQuery.parse(query));
  const baseline = () => db.$queryRaw`SELECT * FROM device LIMIT 50`;
  const { devices, nextCursor } = await list({ sort: 'name' })();
  const deviceId = devices[0]?.id ?? '';

  const questions: Record<string, () => Promise<unknown>> = {
    'first page': list({}),
    'first page by mailbox': list({ sort: 'mailbox' }),
    'first page by name, downwards': list({ sort: '-name' }),
    'first page by type': list({ sort: 'deviceType' }),
    'second page by name': list({ sort: 'name', cursor: nextCursor ?? undefined }),
    'oldest contacts first': list({ sort: 'lastContactAt' }),
    'search: one mailbox': list({ search: 'anna.schmidt11' }),
    'search: a third of all (iphone)': list({ search: 'iphone' }),
    'search: a first name (anna)': list({ search: 'anna' }),
    'search: two words': list({ search: 'anna ipad' }),
    'search: nothing found': list({ search: 'qqqqq' }),
    'search: two letters': list({ search: 'kä' }),
    'search: two letters, nothing found': list({ search: 'qq' }),
    'search: end of an IMEI': list({ search: '4711' }),
    'search by mailbox': list({ search: 'anna', sort: 'mailbox' }),
    'state wipe_pending': list({ state: 'wipe_pending' }),
    'state wiped or blocked': list({ state: 'wiped,blocked' }),
    'state active': list({ state: 'active' }),
    'state silent': list({ state: 'silent' }),
    'state removed': list({ state: 'removed' }),
    'policy applied': list({ policyState: 'applied' }),
    'policy outdated': list({ policyState: 'outdated' }),
    'policy looping': list({ policyState: 'looping' }),
    'policy exempt': list({ policyState: 'exempt' }),
    'access blocked': list({ access: 'blocked' }),
    'contact within a day': list({ lastContact: 'day' }),
    'contact older than a month': list({ lastContact: 'older' }),
    'type WP8': list({ deviceType: 'WP8' }),
    'type, search and policy': list({ deviceType: 'iPad', search: 'anna', policyState: 'outdated' }),
    facets: () => listDeviceFacets(ctx),
    'one device': () => getDevice(ctx, { deviceId }),
    overview: () => getOverview(ctx),
  };
  await report('baseline: SELECT * FROM device LIMIT 50', baseline, serverCpu);
  for (const [name, question] of Object.entries(questions)) await report(name, question, serverCpu);
  await report('baseline again', baseline, serverCpu);
  await reportOnce(
    'export of all devices',
    async () => {
      for await (const _ of exportDevices(ctx, {}));
    },
    serverCpu,
  );
}

async function contactScenarios({ db }: DomainContext, serverCpu: ServerCpu): Promise<void> {
  const devices = await db.device.findMany({
    select: { id: true, protocolVersion: true, deviceType: true },
    take: 10_000,
  });
  const contacts = devices.map((device, index) => ({
    deviceId: device.id,
    protocolVersion: device.protocolVersion,
    deviceType: device.deviceType,
    at: new Date(),
    address: index % 10 === 0 ? '203.0.113.7' : null,
    userAgent: null,
    bytesIn: 100,
    bytesOut: 100,
    bytesOutPlain: 100,
  }));
  await reportOnce('contacts of 10,000 devices in one batch', () => recordContacts(db, contacts), serverCpu);
  await reportOnce('contacts of 1,000 in one batch', () => recordContacts(db, contacts.slice(0, 1000)), serverCpu);
}
