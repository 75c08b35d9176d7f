import { describe, expect, it } from 'vitest';
import { isLastAdministrator } from '@/components/people/last-administrator';
import type { PersonView } from '@/lib/domain/people/contract';

const person = (id: string, part: Partial<PersonView> = {}): PersonView => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role: 'administrator',
  createdAt: '2026-03-02T09:00:00.000Z',
  lastSignInAt: null,
  deactivatedAt: null,
  isSelf: false,
  ...part,
});
const anna = person('anna');

describe('the last administrator', () => {
  it.each<[string, PersonView[], boolean]>([
    ['alone', [anna], true],
    ['with an auditor', [anna, person('bert', { role: 'auditor' })], true],
    ['with a deactivated administrator', [anna, person('bert', { deactivatedAt: '2026-03-02T09:00:00.000Z' })], true],
    ['with another administrator', [anna, person('bert')], false],
  ])('%s', (_who, people, isLast) => expect(isLastAdministrator(anna, people)).toBe(isLast));

  it('is nobody who does not administer', () => {
    const auditor = person('bert', { role: 'auditor' });
    expect(isLastAdministrator(auditor, [auditor])).toBe(false);
  });
});
