import { z } from 'zod';
import { EmailAddress } from '@/lib/domain/people/contract';
import { issuePasswordReset } from '@/lib/domain/people/issue-password-reset';
import { listPeople } from '@/lib/domain/people/list-people';
import { DomainError } from '@/lib/errors/domain-error';
import { defineCommand } from './command';
import { personLink } from './person-link';

/** `user reset`: the way back in for whoever has forgotten the password. */
export const userReset = defineCommand({
  name: 'user reset',
  summary: 'Prints a one-time link, good for 24 hours, by which a person chooses a new password',
  options: { email: { value: 'ADDRESS', description: 'What the person signs in with' } },
  input: z.strictObject({ email: EmailAddress }),
  run: async ({ ctx, config, terminal }, { email }) => {
    const { people } = await listPeople(ctx);
    const person = people.find((each) => each.email === email);
    if (!person) throw new DomainError('person_not_found', email);
    const issued = await issuePasswordReset(ctx, { id: person.id });
    terminal.tell(`${email} can choose a new password by this link until ${issued.expiresAt}. It works once.`);
    return personLink(config, issued);
  },
});
