import type { Prisma } from '@/lib/db/generated/client';
import { lowerCase } from '@/lib/domain/enum-case';
import type { Actor } from '@/lib/domain/context';
import type { PersonView } from '@/lib/domain/people/contract';

const select = {
  id: true,
  email: true,
  name: true,
  role: true,
  createdAt: true,
  lastSignInAt: true,
  deactivatedAt: true,
} as const satisfies Prisma.AdministratorSelect;

type PersonRow = Prisma.AdministratorGetPayload<{ select: typeof select }>;

/** What may be seen of a person, and how a row becomes it. The password hash is not among it. */
export const personView = {
  select,
  from: (row: PersonRow, actor: Actor): PersonView => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: lowerCase(row.role),
    createdAt: row.createdAt.toISOString(),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    isSelf: actor.kind === 'person' && actor.id === row.id,
  }),
};
