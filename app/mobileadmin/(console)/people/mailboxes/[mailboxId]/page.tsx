import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { MailboxDetail } from '@/components/mailboxes/mailbox-detail';
import { folderQueries } from '@/lib/console/folders/queries';
import { isRefusal } from '@/lib/console/is-refusal';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { listMailboxFolders } from '@/lib/domain/folders/list-mailbox-folders';
import { MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { hasPermission } from '@/lib/domain/permissions';

type Props = PageProps<'/mobileadmin/people/mailboxes/[mailboxId]'>;

/** The mailbox, once a request: for the title and for the page. Not found, and not an id at all, look the same. */
const loadMailbox = cache(async (mailboxId: string) => {
  if (!MailboxIdInput.safeParse({ mailboxId }).success) notFound();
  try {
    return await getMailbox(await requireContext(), { mailboxId });
  } catch (error) {
    if (isRefusal(error, 'mailbox_not_found')) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await loadMailbox((await params).mailboxId);
  return { title: name };
}

export default async function MailboxPage({ params }: Props) {
  const { mailboxId } = await params;
  const [ctx, mailbox] = await Promise.all([requireContext(), loadMailbox(mailboxId)]);
  const queryClient = createQueryClient();
  queryClient.setQueryData(mailboxQueries.detail(mailboxId).queryKey, mailbox);
  await queryClient.prefetchQuery({
    ...folderQueries.ofMailbox(mailboxId),
    queryFn: () => listMailboxFolders(ctx, { mailboxId }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MailboxDetail
        mailboxId={mailboxId}
        canManage={hasPermission(ctx.actor.role, 'mailbox:manage')}
        canSeeAccess={hasPermission(ctx.actor.role, 'access:read')}
      />
    </HydrationBoundary>
  );
}
