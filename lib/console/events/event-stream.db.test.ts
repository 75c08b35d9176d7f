import { afterEach, describe, expect, it, vi } from 'vitest';
import { streamEvents } from '@/lib/console/events/event-stream';
import { answer } from '@/lib/console/http/answer';
import { streamEventsOperation } from '@/lib/console/openapi/operations/console';
import { call, startTestConsole, type TestCall } from '@/lib/console/testing/test-console';
import type { DomainContext } from '@/lib/domain/context';
import { changeOwnPassword } from '@/lib/domain/people/change-own-password';
import { updatePerson } from '@/lib/domain/people/update-person';
import { signalConsole } from '@/lib/domain/send-signals';
import type { ConsoleSignal } from '@/lib/domain/signals';
import { createToken } from '@/lib/domain/tokens/create-token';
import { revokeToken } from '@/lib/domain/tokens/revoke-token';
import { execute } from '@/scripts/testing/database';

const { db, ownerUrl, signedIn } = await startTestConsole();
const GET = answer(streamEventsOperation, streamEvents);

const asSystem: DomainContext = {
  db,
  actor: { kind: 'system', id: 'system', name: 'test', role: 'administrator' },
  requestId: 'test',
  address: null,
  now: () => new Date(),
};
const signal = (what: ConsoleSignal) => db.$transaction((tx) => signalConsole(tx, what));

/** Reads a stream event by event, as EventSource does. */
class Reader {
  private text = '';
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(response: Response) {
    if (!response.body) throw new Error('No body');
    this.reader = response.body.getReader();
  }

  /** The next block, without its blank line; null once the stream has ended. */
  async next(): Promise<string | null> {
    while (!this.text.includes('\n\n')) {
      const { value, done } = await this.reader.read();
      if (done) return null;
      this.text += new TextDecoder().decode(value);
    }
    const end = this.text.indexOf('\n\n');
    const block = this.text.slice(0, end);
    this.text = this.text.slice(end + 2);
    return block;
  }

  close = () => this.reader.cancel();
}

const readers: Reader[] = [];

async function connect(who: TestCall): Promise<Reader> {
  const reader = new Reader(await call(GET, who));
  readers.push(reader);
  expect(await reader.next()).toBe('retry: 3000\nevent: ready\ndata: {}');
  return reader;
}

const listeners = () =>
  execute(
    ownerUrl,
    `select pid from pg_stat_activity where application_name = 'mobileadmin-listen' and datname = current_database()`,
  );

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

describe('the event stream', () => {
  it('says what changed once the change is committed, and is not compressed or kept on the way', async () => {
    const { cookie } = await signedIn('administrator');
    const response = await call(GET, { cookie });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    const reader = new Reader(response);
    readers.push(reader);
    await reader.next();
    const rolledBack = db.$transaction(async (tx) => {
      await signalConsole(tx, { topic: 'policies' });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await signal({ topic: 'devices', id: 'd1' });
    expect(await reader.next()).toBe('event: change\ndata: {"topic":"devices","id":"d1"}');
  });

  it('keeps from a role what it may not read', async () => {
    const { cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    await signal({ topic: 'people' });
    await signal({ topic: 'policies' });
    await signal({ topic: 'history' });
    await signal({ topic: 'tokens' });
    await signal({ topic: 'commands' });
    expect(await reader.next()).toBe('event: change\ndata: {"topic":"commands"}');
  });

  it('ends when the role of the person changes', async () => {
    const { id, cookie } = await signedIn('auditor');
    const reader = await connect({ cookie });
    await updatePerson(asSystem, { id, role: 'helpdesk' });
    const rest: (string | null)[] = [];
    while (rest.at(-1) !== null) rest.push(await reader.next());
    expect(rest).toContain('event: end\ndata: {}');
  });

  it('ends when the person changes the password', async () => {
    const { id, name, password, cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    const asPerson: DomainContext = { ...asSystem, actor: { kind: 'person', id, name, role: 'helpdesk' } };
    await changeOwnPassword(asPerson, { currentPassword: password, newPassword: 'another long password' });
    expect(await reader.next()).toBe('event: end\ndata: {}');
    expect(await reader.next()).toBeNull();
  });

  it('ends when the token is revoked', async () => {
    const { token, id } = await createToken(asSystem, { name: 'script', role: 'helpdesk', validDays: 1 });
    const reader = await connect({ token });
    await revokeToken(asSystem, { tokenId: id });
    expect(await reader.next()).toBe('event: end\ndata: {}');
    expect(await reader.next()).toBeNull();
  });

  it('goes on for everybody else when one person changes', async () => {
    const other = await signedIn('auditor');
    const reader = await connect({ cookie: other.cookie });
    const { id } = await signedIn('helpdesk');
    await updatePerson(asSystem, { id, name: 'New Name' });
    expect([await reader.next(), await reader.next()]).toContain(
      `event: change\ndata: {"topic":"people","id":"${id}"}`,
    );
    await signal({ topic: 'devices' });
    expect(await reader.next()).toBe('event: change\ndata: {"topic":"devices"}');
  });

  it('looks up the session at intervals, for what sends no signal', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const { id, cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    await db.administrator.update({ where: { id }, data: { sessionVersion: { increment: 1 } } });
    vi.advanceTimersByTime(60_000);
    const rest: (string | null)[] = [];
    while (rest.at(-1) !== null) rest.push(await reader.next());
    expect(rest.at(-2)).toBe('event: end\ndata: {}');
  });

  it('gives a sign of life before a proxy takes the silence for the end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const { cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    vi.advanceTimersByTime(25_000);
    expect(await reader.next()).toBe(':');
  });

  it('says that anything may have changed after the database was away', async () => {
    const { cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    await execute(
      ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mobileadmin-listen' and datname = current_database()`,
    );
    expect(await reader.next()).toBe('event: resync\ndata: {}');
    await signal({ topic: 'devices' });
    expect(await reader.next()).toBe('event: change\ndata: {"topic":"devices"}');
  });

  it('shares one connection to the database, and gives it back when the last page is closed', async () => {
    const { cookie } = await signedIn('helpdesk');
    const first = await connect({ cookie });
    const second = await connect({ cookie });
    expect(await listeners()).toHaveLength(1);
    await first.close();
    await signal({ topic: 'devices' });
    expect(await second.next()).toBe('event: change\ndata: {"topic":"devices"}');
    await second.close();
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(0));
  });

  it('cuts off a page that does not read, instead of keeping events for it without end', async () => {
    const { cookie } = await signedIn('helpdesk');
    const reader = await connect({ cookie });
    await db.$transaction(async (tx) => {
      for (let id = 0; id < 600; id += 1) await signalConsole(tx, { topic: 'devices', id: String(id) });
    });
    const witness = await connect({ cookie });
    await signal({ topic: 'commands' });
    await witness.next();
    let count = 0;
    while ((await reader.next()) !== null) count += 1;
    expect(count).toBeLessThan(600);
  });

  it('refuses a caller who keeps opening streams, and forgets those that were closed', async () => {
    const { cookie } = await signedIn('helpdesk');
    const opened: Reader[] = [];
    for (let number = 0; number < 50; number += 1) opened.push(await connect({ cookie }));
    const refused = await call(GET, { cookie });
    expect(refused.status).toBe(503);
    await opened[0]?.close();
    expect((await connect({ cookie })).next).toBeDefined();
  });

  it('is not left open by a request for its headers alone', async () => {
    const { cookie } = await signedIn('helpdesk');
    const response = await call(GET, { method: 'HEAD', cookie });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.body).toBeNull();
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(0));
  });

  it('is not for those who are not signed in', async () => {
    expect((await call(GET)).status).toBe(401);
  });
});
