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
import { seedDevices } from './seed-devices';
import { createServerCpuMeter } from './server-cpu';

// How long the device list takes with 100,000 devices: each question of the console through its domain function, beside a
// plain SELECT of fifty devices in the same run on the same machine. Usage: npm run bench:devices

const ROUNDS = 30;
const WARM_UP = 5;

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
  const readCpuMs = await createServerCpuMeter(db);
  process.stdout.write('Milliseconds, as seen by the caller; server CPU is what PostgreSQL used for one question.\n');
  await report('baseline: SELECT * FROM device LIMIT 50', baseline, readCpuMs);
  for (const [name, question] of Object.entries(questions)) await report(name, question, readCpuMs);
  await report('baseline again', baseline, readCpuMs);
  await reportOnce('export of all devices', async () => {
    for await (const _ of exportDevices(ctx, {}));
  });
  await reportContacts(db);
}

async function report(name: string, question: () => Promise<unknown>, readCpuMs: (() => number) | null): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP; round += 1) await question();
  const cpuBeforeMs = readCpuMs?.() ?? 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await question();
    times.push(performance.now() - startedAt);
  }
  const cpuMs = ((readCpuMs?.() ?? 0) - cpuBeforeMs) / ROUNDS;
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1).padStart(7);
  const figures = `median ${at(0.5)}   p90 ${at(0.9)}   best ${at(0)}   server CPU ${cpuMs.toFixed(1).padStart(6)}`;
  process.stdout.write(`${name.padEnd(40)} ${figures}\n`);
}

async function reportOnce(name: string, action: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await action();
  process.stdout.write(`${name.padEnd(44)} once   ${(performance.now() - startedAt).toFixed(0).padStart(8)} ms\n`);
}

async function reportContacts(db: Database): Promise<void> {
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
  await reportOnce('contacts of 10,000 devices in one batch', () => recordContacts(db, contacts));
  await reportOnce('contacts of 1,000 devices in one batch', () => recordContacts(db, contacts.slice(0, 1000)));
}
