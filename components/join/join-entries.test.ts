import { describe, expect, it } from 'vitest';
import { joinEntryErrors, joinFields } from '@/components/join/join-entries';

const setup = { purpose: 'setup', email: null, role: 'administrator' } as const;
const invitation = { purpose: 'invitation', email: 'a@example.com', role: 'helpdesk' } as const;
const reset = { purpose: 'password_reset', email: 'a@example.com', role: null } as const;
const right = { email: 'a@example.com', name: 'Anna', password: 'a long phrase' };

describe('a one-time link', () => {
  it('asks only for what it does not fix', () => {
    expect(joinFields(setup)).toEqual(['email', 'name', 'password']);
    expect(joinFields(invitation)).toEqual(['name', 'password']);
    expect(joinFields(reset)).toEqual(['password']);
  });

  it('finds nothing wrong with right entries', () => {
    expect(Object.values(joinEntryErrors(right, joinFields(setup))).filter(Boolean)).toEqual([]);
  });

  it('says how many characters the password lacks', () => {
    const errors = joinEntryErrors({ ...right, password: 'elevenchars' }, joinFields(reset));
    expect(errors.password).toEqual({ key: 'passwordTooShort', missing: 1 });
  });

  it('tells a missing address from one that is none', () => {
    expect(joinEntryErrors({ ...right, email: '' }, ['email']).email?.key).toBe('emailMissing');
    expect(joinEntryErrors({ ...right, email: 'anna' }, ['email']).email?.key).toBe('emailInvalid');
  });
});
