import type { DomainContext } from '@/lib/domain/context';

/**
 * Keeps the hash of a password that the mail server has just accepted from this device, so that the device can still prove
 * itself after the password was changed. An open command follows: what counts is the last accepted password.
 *
 * @param input `passwordHash`: argon2id, PHC string; never the password
 */
export async function rememberPassword(
  ctx: Pick<DomainContext, 'db'>,
  { deviceId, passwordHash }: { deviceId: string; passwordHash: string },
): Promise<void> {
  await ctx.db.$executeRaw`
    WITH changed AS (
      UPDATE device d SET password_hash = ${passwordHash}
      FROM mailbox m
      WHERE d.id = ${deviceId}::uuid AND m.id = d.mailbox_id
      RETURNING m.name, d.device_key
    )
    UPDATE device_command c SET password_hash = ${passwordHash}
    FROM changed
    WHERE c.mailbox = changed.name AND c.device_key = changed.device_key AND c.closed_at IS NULL`;
}
