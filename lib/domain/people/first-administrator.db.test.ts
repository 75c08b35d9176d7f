import { expect, it } from 'vitest';
import type { DomainContext } from '@/lib/domain/context';
import { createSetupLink } from '@/lib/domain/people/create-setup-link';
import { ensureFirstAdministrator } from '@/lib/domain/people/ensure-first-administrator';
import { previewLink } from '@/lib/domain/people/preview-link';
import { verifySignIn } from '@/lib/domain/people/verify-sign-in';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { useDatabase } from '@/scripts/testing/database';

const { db } = await useDatabase();

// In this order: the first administrator can be made only once in a database.
it('refuses a first password that is too short before anything is written', async () => {
  const weak = ensureFirstAdministrator(testContexts(db).administrator, { email: 'd@example.org', password: 'short' });
  await expect(weak).rejects.toThrow(/12/);
  expect(await db.administrator.count()).toBe(0);
});

it('makes one first administrator when several processes start at once, and closes the set-up link', async () => {
  const ctx: DomainContext = {
    ...testContexts(db).administrator,
    actor: { kind: 'system', id: 'system', name: 'Mobileadmin', role: 'administrator' },
  };
  const link = await createSetupLink(ctx);
  const starts = ['a@example.org', 'b@example.org', 'c@example.org'].map((email) =>
    ensureFirstAdministrator(ctx, { email, password: 'unattended set-up' }),
  );
  expect((await Promise.all(starts)).filter(Boolean)).toEqual([true]);
  expect(await createSetupLink(ctx)).toBeNull();
  await expect(previewLink(ctx, link?.token ?? '')).rejects.toMatchObject({ code: 'link_not_usable' });
  const { email } = await db.administrator.findFirstOrThrow({ select: { email: true } });
  expect(await verifySignIn(ctx, { email, password: 'unattended set-up' })).toMatchObject({ role: 'administrator' });
  expect(await db.auditEvent.count({ where: { action: 'setup_completed' } })).toBe(1);
});
