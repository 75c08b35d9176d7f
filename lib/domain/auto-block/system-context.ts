import type { DomainContext } from '@/lib/domain/context';

/** The same, with the product itself as the one who acts. */
export const systemContext = (ctx: DomainContext): DomainContext => ({
  ...ctx,
  actor: { kind: 'system', id: 'system', name: 'Mobileadmin', role: 'administrator' },
});
