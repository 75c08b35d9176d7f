import { afterEach, describe, expect, it, vi } from 'vitest';
import { execute, useDatabase } from '@/scripts/testing/database';
import { listen, type Listener } from './listen';
import { notify } from './notify';

const { db, url, ownerUrl } = await useDatabase();

let listener: Listener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

/** Generous, for machines that are busy with other tests; nothing waits this long when all is well. */
const SOON = { timeout: 15_000 };

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'mobileadmin-listen' AND datname = current_database()`;

describe('notify and listen', () => {
  it('deliver what a transaction announced once it has committed', async () => {
    const onMessage = vi.fn<(channel: string, payload: unknown) => void>();
    listener = await listen(url, ['device', 'policy'], { onMessage });
    await db.$transaction(async (tx) => {
      await notify(tx, 'device', { id: 'Ä"\\' });
      await notify(tx, 'policy', { version: 2 });
      expect(onMessage).not.toHaveBeenCalled();
    });
    await vi.waitFor(
      () =>
        expect(onMessage.mock.calls).toEqual([
          ['device', { id: 'Ä"\\' }],
          ['policy', { version: 2 }],
        ]),
      SOON,
    );
  });

  it('say nothing of a transaction that was rolled back', async () => {
    const onMessage = vi.fn<(channel: string, payload: unknown) => void>();
    listener = await listen(url, ['device'], { onMessage });
    const rollback = db.$transaction(async (tx) => {
      await notify(tx, 'device', { id: 'lost' });
      throw new Error('changed my mind');
    });
    await expect(rollback).rejects.toThrow('changed my mind');
    await db.$transaction((tx) => notify(tx, 'device', { id: 'kept' }));
    await vi.waitFor(() => expect(onMessage.mock.calls).toEqual([['device', { id: 'kept' }]]), SOON);
  });

  it('come back after the connection was cut, and say so, so that the rows are read again', async () => {
    const onMessage = vi.fn<(channel: string, payload: unknown) => void>();
    const onReconnect = vi.fn<() => void>();
    const onError = vi.fn<(error: Error) => void>();
    listener = await listen(url, ['device'], { onMessage, onReconnect, onError });
    expect(onReconnect).not.toHaveBeenCalled();
    for (let cut = 1; cut <= 3; cut += 1) {
      expect(await execute(ownerUrl, CUT)).toHaveLength(1);
      await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledTimes(cut), SOON);
    }
    expect(onError).toHaveBeenCalled();
    await db.$transaction((tx) => notify(tx, 'device', { id: 'after' }));
    await vi.waitFor(() => expect(onMessage).toHaveBeenCalledExactlyOnceWith('device', { id: 'after' }), SOON);
  });

  it('keep trying while the server takes no connections', async () => {
    const onReconnect = vi.fn<() => void>();
    const onError = vi.fn<(error: Error) => void>();
    listener = await listen(url, ['device'], { onMessage: () => undefined, onReconnect, onError });
    const name = new URL(url).pathname.slice(1);
    const server = new URL(ownerUrl);
    server.pathname = '/postgres';
    await execute(server.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await execute(ownerUrl.replace(name, 'postgres'), CUT.replace('current_database()', `'${name}'`));
    await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(2), SOON);
    expect(onReconnect).not.toHaveBeenCalled();
    await execute(server.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledOnce(), SOON);
  });

  it('are silent after close, even if closed while reconnecting', async () => {
    const onReconnect = vi.fn<() => void>();
    const onError = vi.fn<(error: Error) => void>();
    const closing = await listen(url, ['device'], { onMessage: () => undefined, onReconnect, onError });
    await execute(ownerUrl, CUT);
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), SOON);
    await closing.close();
    await vi.waitFor(async () => expect(await execute(ownerUrl, CUT)).toEqual([]), SOON);
    expect(onReconnect).not.toHaveBeenCalled();
  });

  it('report a payload that is not JSON instead of delivering it', async () => {
    const onMessage = vi.fn<(channel: string, payload: unknown) => void>();
    const onError = vi.fn<(error: Error) => void>();
    listener = await listen(url, ['device'], { onMessage, onError });
    await db.$executeRaw`SELECT pg_notify('device', 'not json')`;
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), SOON);
    expect(onMessage).not.toHaveBeenCalled();
  });

  it('refuse a payload that PostgreSQL would not carry', async () => {
    const long = { text: 'x'.repeat(8000) };
    await expect(db.$transaction((tx) => notify(tx, 'device', long))).rejects.toThrow(RangeError);
  });

  it('fail at once when the first connection cannot be made', async () => {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(listen(wrong.href, ['device'], { onMessage: () => undefined })).rejects.toThrow(/password/);
  });
});
