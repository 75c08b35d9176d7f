import { describe, expect, it } from 'vitest';
import { addException } from '@/lib/domain/exceptions/add-exception';
import type { AddExceptionInput } from '@/lib/domain/exceptions/contract';
import { endException } from '@/lib/domain/exceptions/end-exception';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';
import { reportExemptions, exportExemptions } from '@/lib/domain/exceptions/report-exemptions';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { exceptionChanges } from '@/lib/domain/exceptions/exception-changes';
import { getOverview } from '@/lib/domain/overview/get-overview';
import { connectPhone } from '@/scripts/testing/domain/test-device';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { actors, TestClock, testContexts } from '@/scripts/testing/domain/test-context';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { outcomes } from '@/scripts/testing/outcomes';

const { db, url } = await useDatabase();
const { administrator: ctx, phone } = testContexts(db);

let mailboxes = 0;
const newMailbox = () => `mailbox${(mailboxes += 1)}@example.org`;
const hence = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000).toISOString();

let groups = 0;

/** A group with one member that has a phone. */
async function aGroup() {
  const group = await createGroup(ctx, { name: `Group ${(groups += 1)}` });
  const device = await connectPhone(phone);
  await db.mailbox.update({ where: { id: device.mailboxId }, data: { groupId: group.id, groupChoice: 'BY_HAND' } });
  return { group, device };
}

const policyOf = async (device: { mailbox: string; deviceKey: string }) =>
  (await findDeviceFacts(ctx, device))?.effectivePolicy;

function exempt(mailbox: string | undefined, term: Partial<AddExceptionInput> = {}) {
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
    reportExemptions({ ...ctx, actor: actors.helpdesk }),
    addException(auditor, { mailbox: newMailbox(), reason: 'r', approvedBy: 'a', endsAt: null }),
    endException(auditor, { exceptionId: id, reason: 'r' }),
  ];
  expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
});

describe('an exception of a group', () => {
  it('holds for its members and wakes everybody, and says whose it is', async () => {
    const { group, device } = await aGroup();
    const heard = await collectSignals(url, ENGINE_CHANNEL, () => exempt(undefined, { groupId: group.id }));
    expect(heard).toEqual([{ kind: 'all', why: 'policy' }]);
    expect(await policyOf(device)).toMatchObject({ origin: 'exception', settings: null });
    const { exceptions } = await listExceptions(ctx, { state: 'current', search: group.name });
    const view = { mailbox: null, mailboxId: null, group: group.name, groupId: group.id, deviceCount: 1 };
    expect(exceptions).toMatchObject([view]);
    const where = { action: 'exception_added', targetName: group.name };
    expect(await db.auditEvent.findFirst({ where })).toMatchObject({ mailbox: null, after: { group: group.name } });
  });

  it('ends with its group, and stays in the history under the name it had', async () => {
    const { group, device } = await aGroup();
    await exempt(undefined, { groupId: group.id });
    await deleteGroup(ctx, { groupId: group.id });
    expect((await policyOf(device))?.origin).not.toBe('exception');
    const { exceptions } = await listExceptions(ctx, { state: 'past', search: group.name });
    expect(exceptions).toMatchObject([{ group: group.name, groupId: null, state: 'ended', endedBy: 'Ada Admin' }]);
  });

  it('is added once when two people add it at once, and only to a group that is there', async () => {
    const { group } = await aGroup();
    const both = [exempt(undefined, { groupId: group.id }), exempt(undefined, { groupId: group.id })];
    expect(await outcomes(both)).toEqual(['exception_overlaps', 'ok']);
    const groupId = '01890000-0000-7000-8000-000000000000';
    await expect(exempt(undefined, { groupId })).rejects.toMatchObject({ code: 'group_not_found' });
  });

  it('is of a mailbox or of a group, not of both or of none', async () => {
    const { group } = await aGroup();
    const wrong = [exempt(undefined), exempt(newMailbox(), { groupId: group.id })];
    expect(await outcomes(wrong)).toEqual(['invalid_input', 'invalid_input']);
  });
});

describe('an exception from named settings', () => {
  it('leaves the rest of the policy in force', async () => {
    const device = await connectPhone(phone);
    const settings = { AllowCamera: false, DevicePasswordEnabled: true };
    const { id: policyId } = await db.policy.create({ data: { name: device.mailbox, settings } });
    await db.policyAssignment.create({ data: { policyId, mailboxId: device.mailboxId } });
    const { id } = await exempt(device.mailbox, { settings: ['AllowCamera'] });
    expect(await policyOf(device)).toMatchObject({
      origin: 'mailbox',
      settings: { AllowCamera: true, DevicePasswordEnabled: true },
      exemptSettings: [{ name: 'AllowCamera', exceptionId: id }],
    });
  });

  it('may hold beside others, but not twice for the same setting', async () => {
    const mailbox = newMailbox();
    await exempt(mailbox, { settings: ['AllowCamera', 'AllowWiFi'] });
    await exempt(mailbox, { settings: ['AllowBrowser'] });
    await exempt(mailbox);
    const again = exempt(mailbox, { settings: ['AllowWiFi', 'AllowIrDA'] });
    await expect(again).rejects.toMatchObject({ code: 'exception_overlaps' });
  });
});

describe('a renewal', () => {
  it('is a decision of its own that begins when the old one ends, and is made once', async () => {
    const mailbox = newMailbox();
    const old = await exempt(mailbox, { endsAt: hence(5) });
    const next = await exempt(mailbox, { endsAt: hence(9), renewalOfId: old.id, reason: 'Needed for longer' });
    expect(next).toMatchObject({ startsAt: hence(5), state: 'planned', renewalOfId: old.id });
    const { exceptions } = await listExceptions(ctx, { state: 'current', search: mailbox });
    expect(exceptions.map(({ renewedById }) => renewedById)).toEqual([null, next.id]);
    const late = exempt(mailbox, { startsAt: hence(20), endsAt: hence(21), renewalOfId: old.id });
    await expect(late).rejects.toMatchObject({ code: 'exception_renewed' });
    const none = exempt(newMailbox(), { renewalOfId: '01890000-0000-7000-8000-000000000000' });
    await expect(none).rejects.toMatchObject({ code: 'exception_not_found' });
  });
});

describe('the reminder', () => {
  it('comes so many days before the end as was said, a week if nothing was, and not after a renewal', async () => {
    const [soon, later, never, renewed] = [newMailbox(), newMailbox(), newMailbox(), newMailbox()];
    await exempt(soon, { endsAt: hence(6) });
    await exempt(later, { endsAt: hence(6), remindDays: 3 });
    await exempt(never, { endsAt: hence(6), remindDays: null });
    const { id } = await exempt(renewed, { endsAt: hence(6) });
    await exempt(renewed, { endsAt: hence(60), renewalOfId: id });
    const ours = [soon, later, never, renewed];
    const reminded = async (clock: TestClock) => {
      const { exceptionsEndingSoon } = await getOverview(testContexts(db, clock).administrator);
      return exceptionsEndingSoon.map(({ holder }) => holder).filter((holder) => ours.includes(holder));
    };
    const clock = new TestClock();
    expect(await reminded(clock)).toEqual([soon]);
    clock.advance({ seconds: 3 * 86_400 });
    expect((await reminded(clock)).toSorted()).toEqual([soon, later].toSorted());
  });
});

describe('who is exempt now', () => {
  it('names every mailbox with each exception that holds, also by its group, and no other', async () => {
    const { group, device } = await aGroup();
    await exempt(undefined, { groupId: group.id, settings: ['AllowCamera'] });
    await exempt(device.mailbox, { endsAt: hence(2) });
    const planned = newMailbox();
    await exempt(planned, { startsAt: hence(1) });
    const report = await reportExemptions(ctx);
    const ofMember = report.mailboxes.filter(({ mailbox }) => mailbox === device.mailbox);
    expect(ofMember.map(({ group: name, settings }) => [name, settings])).toEqual([
      [group.name, ['AllowCamera']],
      [null, []],
    ]);
    expect(report.mailboxes.map(({ mailbox }) => mailbox)).not.toContain(planned);
    expect(report.total).toBe(new Set(report.mailboxes.map(({ mailbox }) => mailbox)).size);
    const exported = [];
    for await (const each of exportExemptions(ctx)) exported.push(each);
    expect(exported).toEqual(report.mailboxes);
  });
});

describe('the moments at which something changes', () => {
  it('are the beginnings and ends of exceptions that nobody ended, each once', async () => {
    const { group, device } = await aGroup();
    const far = (days: number) => new Date(ctx.now().getTime() + (4000 + days) * 86_400_000);
    const endsAt = far(2).toISOString();
    await exempt(undefined, { groupId: group.id, startsAt: far(1).toISOString(), endsAt });
    const { id } = await exempt(newMailbox(), { startsAt: far(1).toISOString(), endsAt });
    await endException(ctx, { exceptionId: id, reason: 'Not needed' });
    const changes = (since: number, until: number) =>
      exceptionChanges(db, { since: far(since), until: far(until), limit: 10 });
    expect(await changes(0, 0.5)).toEqual({ mailboxes: [], nextAt: far(1) });
    expect(await changes(0.5, 1)).toEqual({ mailboxes: [device.mailbox], nextAt: far(2) });
    expect(await changes(1, 1.5)).toEqual({ mailboxes: [], nextAt: far(2) });
    expect(await changes(1.5, 2)).toEqual({ mailboxes: [device.mailbox], nextAt: null });
  });
});
