import { z } from 'zod';
import { listPeople } from '@/lib/domain/people/list-people';
import { defineCommand } from './command';
import { renderTable } from './render';

/** `user list`: people and open links. */
export const userList = defineCommand({
  name: 'user list',
  summary: 'Lists people who sign in to the console, and links that are still open',
  options: {},
  input: z.strictObject({}),
  run: async ({ ctx }) => {
    const list = await listPeople(ctx);
    const people = list.people.map(({ email, name, role, deactivatedAt, lastSignInAt }) => [
      email,
      name,
      role,
      deactivatedAt === null ? 'active' : `deactivated ${deactivatedAt}`,
      lastSignInAt ?? 'never',
    ]);
    const links = list.invitations.map(({ email, role, purpose, expiresAt }) => [
      email,
      '',
      role ?? '',
      `${purpose.replace('_', ' ')} until ${expiresAt}`,
      '',
    ]);
    const head = ['E-MAIL', 'NAME', 'ROLE', 'STATE', 'LAST SIGN-IN'];
    return { text: renderTable(head, [...people, ...links]), json: list };
  },
});
