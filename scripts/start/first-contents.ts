import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { StartConfig } from '@/lib/config/start-config';
import { createDatabase } from '@/lib/db/client';
import type { DomainContext } from '@/lib/domain/context';
import { createSetupLink } from '@/lib/domain/people/create-setup-link';
import { ensureFirstAdministrator } from '@/lib/domain/people/ensure-first-administrator';
import { ensureDefaultPolicy } from '@/lib/domain/policies/ensure-default-policy';
import { seedDemo } from '../demo/seed';

export type FirstContents = Pick<StartConfig, 'ADMIN_EMAIL' | 'ADMIN_PASSWORD'> & {
  /** Gives a fresh database the past of a demo. */
  hasDemoPast?: boolean;
};

/**
 * Gives a fresh database what nobody can do without: a default policy, and somebody who can sign in, by ADMIN_EMAIL and
 * ADMIN_PASSWORD if they are set, otherwise by a link. Changes nothing that is there already.
 *
 * @returns the token of the set-up link, or null if there is an administrator
 */
export async function ensureFirstContents(url: string, contents: FirstContents): Promise<string | null> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, hasDemoPast = false } = contents;
  const { db, close } = createDatabase(url, { max: 2 });
  const ctx: DomainContext = {
    db,
    actor: { kind: 'system', id: 'system', name: `Mobileadmin on ${hostname()}`, role: 'administrator' },
    requestId: randomUUID(),
    address: null,
    now: () => new Date(),
  };
  try {
    // Its past comes first: the history only grows.
    if (hasDemoPast) await seedDemo(db, ctx.now());
    await ensureDefaultPolicy(ctx);
    if (email !== undefined && password !== undefined) await ensureFirstAdministrator(ctx, { email, password });
    return (await createSetupLink(ctx))?.token ?? null;
  } finally {
    await close();
  }
}
