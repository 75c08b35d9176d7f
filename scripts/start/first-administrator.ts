import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { StartConfig } from '@/lib/config/start-config';
import { createDatabase } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { createSetupLink } from '@/lib/domain/people/create-setup-link';
import { ensureFirstAdministrator } from '@/lib/domain/people/ensure-first-administrator';
import { ensureDefaultPolicy } from '@/lib/domain/policies/ensure-default-policy';

/**
 * Sees to it that somebody can sign in: by ADMIN_EMAIL and ADMIN_PASSWORD if they are set, otherwise by a link. A
 * database without any policy gets the first one.
 *
 * @returns the token of the set-up link, or null if there is an administrator
 */
export async function setUpFirstAdministrator(
  url: string,
  { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }: Pick<StartConfig, 'ADMIN_EMAIL' | 'ADMIN_PASSWORD'>,
): Promise<string | null> {
  const { db, close } = createDatabase(url, { max: 1 });
  const ctx: DomainContext = {
    db,
    actor: { kind: 'system', id: 'system', name: `Mobileadmin on ${hostname()}`, role: 'administrator' },
    requestId: randomUUID(),
    address: null,
    now: () => new Date(),
  };
  try {
    await ensureDefaultPolicy(ctx);
    if (email !== undefined && password !== undefined) await ensureFirstAdministrator(ctx, { email, password });
    return (await createSetupLink(ctx))?.token ?? null;
  } finally {
    await close();
  }
}
