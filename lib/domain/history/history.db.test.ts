import { describe, expect, it } from 'vitest';
import { HistoryQuery } from '@/lib/domain/history/contract';
import type { AuditEntry } from '@/lib/domain/history/contract';
import { appendAudit } from '@/lib/domain/history/append-audit';
import type { AuditInput } from '@/lib/domain/history/append-audit';
import { exportHistory } from '@/lib/domain/history/export-history';
import { listHistory } from '@/lib/domain/history/list-history';
import { useDatabase } from '@/scripts/testing/database';
import { collect } from '@/scripts/testing/domain/collect';
import { lengthenHistory } from '@/scripts/testing/domain/long-history';
import { testContexts } from '@/scripts/testing/domain/test-context';

const { db } = await useDatabase();
const { administrator, auditor, helpdesk, phone, clock } = testContexts(db);

const append = (input: Partial<AuditInput>, ctx = administrator) =>
  db.$transaction((tx) =>
    appendAudit(tx, ctx, { action: 'policy_changed', target: { kind: 'policy', id: null, name: 'p' }, ...input }),
  );
const list = (query: object) => listHistory(auditor, HistoryQuery.parse(query));
const namesOf = (entries: AuditEntry[]) => entries.map((entry) => entry.targetName);
const named = (name: string): Partial<AuditInput> => ({ target: { kind: 'policy', id: null, name } });

describe('the list of the history', () => {
  it('goes through everything page by page and back, newest first', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `paged-${index}`);
    for (const name of names) await append({ ...named(name), mailbox: 'paged@example.com' });
    const query = { mailbox: 'paged@', limit: 3 };

    const first = await list(query);
    expect(namesOf(first.entries)).toEqual(['paged-6', 'paged-5', 'paged-4']);
    expect(first.previousCursor).toBeNull();
    const second = await list({ ...query, cursor: first.nextCursor });
    const third = await list({ ...query, cursor: second.nextCursor });
    expect(namesOf(third.entries)).toEqual(['paged-0']);
    expect(third.nextCursor).toBeNull();
    const back = await list({ ...query, cursor: third.previousCursor });
    expect(namesOf(back.entries)).toEqual(namesOf(second.entries));
    expect(namesOf((await list({ ...query, cursor: back.previousCursor })).entries)).toEqual(namesOf(first.entries));
  });

  it('finds by time, actor, mailbox, device and action, and by all of them together', async () => {
    clock.advance({ days: 1 });
    const from = clock.now();
    await append({ ...named('one'), mailbox: 'Anna@Example.com', deviceKey: 'applabc', action: 'device_blocked' });
    clock.advance({ minutes: 1 });
    const until = clock.now();
    await append({ ...named('two'), mailbox: 'bert@example.com', deviceKey: 'secxyz' }, helpdesk);

    const found = async (query: object) => namesOf((await list({ from: from.toISOString(), ...query })).entries);
    expect(await found({})).toEqual(['two', 'one']);
    expect(await found({ until: until.toISOString() })).toEqual(['one']);
    expect(await found({ actor: 'hal h' })).toEqual(['two']);
    expect(await found({ mailbox: 'ANNA' })).toEqual(['one']);
    expect(await found({ device: 'XYZ' })).toEqual(['two']);
    expect(await found({ action: 'device_blocked,device_allowed' })).toEqual(['one']);
    expect(await found({ actor: 'ada', mailbox: 'anna', device: 'abc', action: ['device_blocked'] })).toEqual(['one']);
    expect(await found({ actor: 'ada', mailbox: 'bert' })).toEqual([]);
  });

  it('takes a search text literally', async () => {
    await append({ ...named('literal'), mailbox: '100%_sure@example.com' });
    expect(namesOf((await list({ mailbox: '%_' })).entries)).toEqual(['literal']);
    expect(namesOf((await list({ mailbox: '1%sure' })).entries)).toEqual([]);
  });

  it('refuses a cursor that is not one', async () => {
    await expect(list({ cursor: 'AAAA' })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });

  it('is for those who may read it', async () => {
    for (const ctx of [helpdesk, phone]) {
      await expect(listHistory(ctx, HistoryQuery.parse({}))).rejects.toMatchObject({ code: 'permission_denied' });
      expect(() => exportHistory(ctx, {})).toThrow(expect.objectContaining({ code: 'permission_denied' }));
    }
  });
});

describe('the export of the history', () => {
  it('gives what the filter means, oldest first, and is itself on record with its filter', async () => {
    for (const name of ['x-1', 'x-2']) await append({ ...named(name), mailbox: 'exported@example.com' });
    const entries = await collect(exportHistory(auditor, { mailbox: 'exported' }));
    expect(namesOf(entries)).toEqual(['x-1', 'x-2']);
    const last = await db.auditEvent.findFirstOrThrow({ orderBy: { sequence: 'desc' } });
    expect(last).toMatchObject({
      action: 'history_exported',
      actorName: auditor.actor.name,
      after: { mailbox: 'exported' },
    });
  });

  it('is complete beyond one batch and includes its own entry', async () => {
    await lengthenHistory(db, 1001);
    const count = await db.auditEvent.count();
    const entries = await collect(exportHistory(auditor, {}));
    expect(entries).toHaveLength(count + 1);
    expect(entries.at(-1)?.action).toBe('history_exported');
  });
});
