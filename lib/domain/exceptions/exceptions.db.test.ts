import { describe, expect, it } from 'vitest';
import { addException } from '@/lib/domain/exceptions/add-exception';
import type { AddExceptionInput } from '@/lib/domain/exceptions/contract';
import { endException } from '@/lib/domain/exceptions/end-exception';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { actors, TestClock, testContexts } from '@/scripts/testing/domain/test-context';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);

let mailboxes = 0;
const newMailbox = () => `mailbox${(mailboxes += 1)}@example.org`;
const hence = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000).toISOString();

function exempt(mailbox: string, term: Partial<AddExceptionInput> = {}) {
  return addException(ctx, {
    mailbox,
    reason: 'Travels to a customer',
    approvedBy: 'Head of IT',
    endsAt: null,
    ...term,
  });
}

describe('adding an exception', () => {
  it('exempts a person before the first phone, wakes the mailbox, and says who approved it', async () => {
    const mailbox = newMailbox();
    const heard = await collectSignals(url, ENGINE_CHANNEL, () => exempt(mailbox, { endsAt: hence(7) }));
    expect(heard).toEqual([{ kind: 'mailbox', mailbox, why: 'exception' }]);
    const { exceptions } = await listExceptions(ctx, { state: 'current', search: mailbox });
    expect(exceptions).toMatchObject([
      { mailbox, state: 'active', approvedBy: 'Head of IT', createdBy: 'Ada Admin', deviceCount: 0 },
    ]);
    expect(await db.auditEvent.findFirst({ where: { action: 'exception_added', mailbox } })).toMatchObject({
      reason: 'Travels to a customer',
      targetName: mailbox,
      after: { approvedBy: 'Head of IT', endsAt: hence(7) },
    });
  });

  it.each([
    ['inside another', 2, 3],
    ['around another', -1, 10],
    ['into the beginning of another', -1, 2],
    ['into the end of another', 4, 10],
    ['without an end before another', -1, null],
  ])('is refused %s', async (_where, from, until) => {
    const mailbox = newMailbox();
    await exempt(mailbox, { startsAt: hence(1), endsAt: hence(5) });
    const endsAt = until === null ? null : hence(until);
    const overlapping = exempt(mailbox, { startsAt: hence(from), endsAt });
    await expect(overlapping).rejects.toMatchObject({
      code: 'exception_overlaps',
      details: { startsAt: hence(1), endsAt: hence(5) },
    });
  });

  it('may follow another without a gap, or replace one that was ended', async () => {
    const mailbox = newMailbox();
    await exempt(mailbox, { startsAt: hence(1), endsAt: hence(5) });
    await exempt(mailbox, { endsAt: hence(1) });
    const { id } = await exempt(mailbox, { startsAt: hence(5), endsAt: null });
    await endException(ctx, { exceptionId: id, reason: 'Not needed' });
    expect(await exempt(mailbox, { startsAt: hence(5) })).toMatchObject({ state: 'planned' });
  });

  it('is done once when two people add it at once, for a new mailbox and for a known one', async () => {
    for (const mailbox of [newMailbox(), newMailbox(), newMailbox()]) {
      expect(await outcomes([exempt(mailbox), exempt(mailbox)])).toEqual(['exception_overlaps', 'ok']);
      const { id } = await db.policyException.findFirstOrThrow({ where: { mailbox: { name: mailbox } } });
      await endException(ctx, { exceptionId: id, reason: 'Again' });
      expect(await outcomes([exempt(mailbox), exempt(mailbox)])).toEqual(['exception_overlaps', 'ok']);
    }
  });

  it('reaches back no further than now, and ends after it starts', async () => {
    expect(await exempt(newMailbox(), { startsAt: hence(-3) })).toMatchObject({ startsAt: hence(0), state: 'active' });
    for (const term of [{ endsAt: hence(-1) }, { endsAt: hence(0) }, { startsAt: hence(2), endsAt: hence(2) }]) {
      const refused = exempt(newMailbox(), term);
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'endsAt' } });
    }
  });
});

describe('an exception', () => {
  it('is planned, then active, then expired, and stays in the list of past ones', async () => {
    const clock = new TestClock();
    const timed = testContexts(db, clock).administrator;
    const mailbox = newMailbox();
    await exempt(mailbox, { startsAt: hence(1), endsAt: hence(2) });
    const state = async (list: 'current' | 'past') =>
      (await listExceptions(timed, { state: list, search: mailbox })).exceptions.map((each) => each.state);
    expect([await state('current'), await state('past')]).toEqual([['planned'], []]);
    clock.advance({ seconds: 86_400 });
    expect([await state('current'), await state('past')]).toEqual([['active'], []]);
    clock.advance({ seconds: 86_400 });
    expect([await state('current'), await state('past')]).toEqual([[], ['expired']]);
  });

  it('ends once, by the person who is named, and wakes the mailbox', async () => {
    const mailbox = newMailbox();
    const { id } = await exempt(mailbox);
    const heard = await collectSignals(url, ENGINE_CHANNEL, async () => {
      const ending = { exceptionId: id, reason: 'Back in the office' };
      const attempts = [endException(ctx, ending), endException(ctx, ending)];
      expect(await outcomes(attempts)).toEqual(['exception_ended', 'ok']);
    });
    expect(heard).toEqual([{ kind: 'mailbox', mailbox, why: 'exception' }]);
    const { exceptions } = await listExceptions(ctx, { state: 'all', search: mailbox });
    expect(exceptions).toMatchObject([{ state: 'ended', endedBy: 'Ada Admin' }]);
    expect(await db.auditEvent.count({ where: { action: 'exception_ended', mailbox } })).toBe(1);
  });

  it('cannot be ended after its term', async () => {
    const clock = new TestClock();
    const { id } = await exempt(newMailbox(), { endsAt: hence(1) });
    clock.advance({ seconds: 86_400 });
    const late = endException(testContexts(db, clock).administrator, { exceptionId: id, reason: 'Late' });
    await expect(late).rejects.toMatchObject({ code: 'exception_ended' });
    const unknown = endException(ctx, { exceptionId: '01890000-0000-7000-8000-000000000000', reason: 'None' });
    await expect(unknown).rejects.toMatchObject({ code: 'exception_not_found' });
  });
});

it('is read by auditors, and managed by administrators only', async () => {
  const { id } = await exempt(newMailbox());
  const auditor = { ...ctx, actor: actors.auditor };
  expect((await listExceptions(auditor, { state: 'all' })).exceptions.length).toBeGreaterThan(0);
  const refused = [
    listExceptions({ ...ctx, actor: actors.helpdesk }, { state: 'all' }),
    addException(auditor, { mailbox: newMailbox(), reason: 'r', approvedBy: 'a', endsAt: null }),
    endException(auditor, { exceptionId: id, reason: 'r' }),
  ];
  expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
});
