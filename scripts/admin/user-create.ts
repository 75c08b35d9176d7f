import { z } from 'zod';
import { addPerson } from '@/lib/domain/people/add-person';
import { EmailAddress, NewPassword, PersonName, Role } from '@/lib/domain/people/contract';
import { invitePerson } from '@/lib/domain/people/invite-person';
import { AdminError } from './admin-error';
import { defineCommand } from './command';
import { personLink } from './person-link';
import type { Terminal } from './terminal';

/** `user create`: a person with a password, or with a link by which they choose one. */
export const userCreate = defineCommand({
  name: 'user create',
  summary: 'Adds a person who signs in to the console, with a password that is asked for or read from standard input',
  options: {
    email: { value: 'ADDRESS', description: 'What the person signs in with' },
    name: { value: 'NAME', description: 'As the history shows it; with --link the person chooses it' },
    role: { value: 'ROLE', description: 'administrator, helpdesk or auditor' },
    link: { description: 'Prints a one-time link, good for seven days, by which the person chooses a password' },
  },
  input: z
    .strictObject({ email: EmailAddress, name: PersonName.optional(), role: Role, link: z.boolean().default(false) })
    .refine(({ name, link }) => link || name !== undefined, { path: ['name'], error: 'must be given without --link.' }),
  run: async ({ ctx, config, terminal }, { email, name, role, link }) => {
    if (link || name === undefined) {
      const issued = await invitePerson(ctx, { email, role });
      terminal.tell(`${email} can join as ${role} by this link until ${issued.expiresAt}. It works once.`);
      return personLink(config, issued);
    }
    const person = await addPerson(ctx, { email, name, role, password: await readPassword(terminal) });
    return { text: `${person.name} <${person.email}> can sign in as ${person.role}.`, json: person };
  },
});

async function readPassword(terminal: Terminal): Promise<string> {
  const password = terminal.isInteractive ? await askTwice(terminal) : await terminal.readLine();
  const parsed = NewPassword.safeParse(password);
  if (!parsed.success) throw new AdminError('Nobody was added: the password must have 12 to 256 characters.');
  return parsed.data;
}

async function askTwice(terminal: Terminal): Promise<string> {
  const password = await terminal.askHidden('Password: ');
  const again = await terminal.askHidden('Again: ');
  if (password !== again) throw new AdminError('Nobody was added: the two passwords differ.');
  return password;
}
