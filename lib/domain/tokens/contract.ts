import { z } from 'zod';
import { Role } from '@/lib/domain/people/contract';

export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  role: Role,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;
export const TokenList = z.object({ tokens: z.array(TokenView) });
export type TokenList = z.infer<typeof TokenList>;

export const CreateTokenInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  role: Role,
  /** Days until it expires; null: never. */
  validDays: z.number().int().min(1).max(3650).nullable().default(365),
});
export type CreateTokenInput = z.infer<typeof CreateTokenInput>;

/** `token` is shown once; only its hash is kept. */
export const TokenIssued = TokenView.extend({ token: z.string() });
export type TokenIssued = z.infer<typeof TokenIssued>;
export const TokenIdInput = z.strictObject({ tokenId: z.uuid() });
export type TokenIdInput = z.infer<typeof TokenIdInput>;
