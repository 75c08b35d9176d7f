import { describe, expect, it } from 'vitest';
import { exceptionErrors, type ExceptionValues } from '@/components/exceptions/exception-errors';

const good: ExceptionValues = {
  holder: 'mailbox',
  mailbox: 'anna@example.com',
  groupId: '',
  scope: 'all',
  settings: [],
  reason: 'Travels',
  approvedBy: 'Head of IT',
  start: 'now',
  firstDay: '',
  end: 'day',
  lastDay: '2026-03-10',
  remindDays: 7,
};
const problems = (change: Partial<ExceptionValues>, earliest = '2026-03-05') =>
  Object.keys(exceptionErrors({ ...good, ...change }, { today: '2026-03-05', earliest }, (key) => key));

describe('the form of an exception', () => {
  it('is complete with a mailbox or a group, and with everything or some settings', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ holder: 'group', groupId: 'x', mailbox: '' })).toEqual([]);
    expect(problems({ scope: 'settings', settings: ['AllowCamera'] })).toEqual([]);
    expect(problems({ end: 'open', lastDay: '', remindDays: Number.NaN })).toEqual([]);
  });

  it.each<[Partial<ExceptionValues>, string]>([
    [{ mailbox: ' ' }, 'mailbox'],
    [{ holder: 'group' }, 'groupId'],
    [{ scope: 'settings' }, 'settings'],
    [{ reason: '' }, 'reason'],
    [{ approvedBy: ' ' }, 'approvedBy'],
    [{ start: 'later', firstDay: '2026-03-04' }, 'firstDay'],
    [{ end: null }, 'end'],
    [{ lastDay: '2026-03-04' }, 'lastDay'],
    [{ remindDays: Number.NaN }, 'remindDays'],
    [{ remindDays: 400 }, 'remindDays'],
  ])('says what is wrong: %o', (change, field) => expect(problems(change)).toEqual([field]));

  it('lets a renewal end no sooner than it begins', () => {
    expect(problems({ lastDay: '2026-03-10' }, '2026-03-11')).toEqual(['lastDay']);
  });
});
