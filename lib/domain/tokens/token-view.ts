import type { Prisma } from '@/lib/db/generated/client';
import { lowerCase } from '@/lib/domain/enum-case';
import type { TokenView } from '@/lib/domain/tokens/contract';

const select = {
  id: true,
  name: true,
  role: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const satisfies Prisma.ApiTokenSelect;

type TokenRow = Prisma.ApiTokenGetPayload<{ select: typeof select }>;

/** What may be seen of a token, and how a row becomes it. The hash is not among it. */
export const tokenView = {
  select,
  from: (row: TokenRow): TokenView => ({
    id: row.id,
    name: row.name,
    role: lowerCase(row.role),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }),
};
