import { describe, expect, it } from 'vitest';
import { useDatabase } from '@/scripts/testing/database';
import { createDatabase, isUniqueViolation } from './client';

const { db, url } = await useDatabase();

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('isUniqueViolation', () => {
  const command = {
    mailbox: 'a@example.com',
    deviceKey: 'k',
    easDeviceId: 'K',
    deviceId: '0190a1b2-0000-7000-8000-000000000000',
    deviceName: 'Phone',
    kind: 'WIPE',
    method: 'REMOTE_WIPE',
    reason: 'lost',
    queuedById: 'p',
    queuedByName: 'Pat',
  } as const;

  it('tells which index refused the row', async () => {
    await db.deviceCommand.create({ data: command });
    const error = await failure(db.deviceCommand.create({ data: command }));
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'device_command_one_open')).toBe(true);
    expect(isUniqueViolation(error, 'device_command_pkey')).toBe(false);
  });

  it('knows the violation of a raw statement', async () => {
    const insert = () => db.$executeRaw`INSERT INTO mailbox_group (id, name) VALUES (gen_random_uuid(), 'raw')`;
    await insert();
    const error = await failure(insert());
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'mailbox_group_name_key')).toBe(true);
    expect(isUniqueViolation(error, 'mailbox_name_key')).toBe(false);
  });

  it('is not fooled by other refusals', async () => {
    const check = await failure(db.mailbox.create({ data: { name: 'UPPER@example.com' } }));
    const missing = await failure(db.mailbox.update({ where: { name: 'nobody' }, data: {} }));
    expect([check, missing, new Error('23505'), undefined].map((error) => isUniqueViolation(error))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('createDatabase', () => {
  it('opens no more connections than asked for', async () => {
    const { db: narrow, close } = createDatabase(url, { max: 2 });
    const pids = await Promise.all(
      Array.from({ length: 8 }, () => narrow.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`),
    );
    expect(new Set(pids.map(([row]) => row?.pid)).size).toBeLessThanOrEqual(2);
    await close();
  });

  it('survives that its idle connections are cut', async () => {
    const { db: own, close } = createDatabase(url, { max: 1 });
    const [row] = await own.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await db.$executeRaw`SELECT pg_terminate_backend(${row?.pid}::int)`;
    await expect.poll(() => failure(own.setting.count()), { timeout: 5_000 }).toBeUndefined();
    await close();
  });
});
