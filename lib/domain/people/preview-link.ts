import { lowerCase } from '@/lib/domain/enum-case';
import type { DomainContext } from '@/lib/domain/context';
import type { LinkPreview } from '@/lib/domain/people/contract';
import { getUsableLink } from '@/lib/domain/people/one-time-link';

const purposes = { SETUP: 'setup', INVITATION: 'invitation', PASSWORD_RESET: 'password_reset' } as const;

/**
 * What the page behind a link may show to whoever holds it. Looking does not use the link up: mail scanners look too.
 *
 * @throws DomainError `link_not_usable`
 */
export async function previewLink(ctx: DomainContext, token: string): Promise<LinkPreview> {
  const link = await getUsableLink(ctx.db, token, ctx.now());
  return { purpose: purposes[link.purpose], email: link.email, role: link.role && lowerCase(link.role) };
}
