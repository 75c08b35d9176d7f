import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { EffectivePolicy } from '@/components/policies/effective-policy';
import { isRefusal } from '@/lib/console/is-refusal';
import { policyQueries } from '@/lib/console/policies/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { requireContext } from '@/lib/console/session';
import { MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import { hasPermission } from '@/lib/domain/permissions';
import { getMailboxPolicy } from '@/lib/domain/policies/get-effective-policy';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policies.effective');
  return { title: t('title') };
}

export default async function MailboxPolicyPage({ params }: PageProps<'/mobileadmin/policies/in-force/[mailboxId]'>) {
  const [{ mailboxId }, ctx] = await Promise.all([params, requireContext()]);
  if (!MailboxIdInput.safeParse({ mailboxId }).success) notFound();
  const queryClient = createQueryClient();
  try {
    queryClient.setQueryData(policyQueries.ofMailbox(mailboxId).queryKey, await getMailboxPolicy(ctx, { mailboxId }));
  } catch (error) {
    if (isRefusal(error, 'mailbox_not_found')) notFound();
    throw error;
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EffectivePolicy of={{ mailboxId }} canOpen={hasPermission(ctx.actor.role, 'policy:read')} />
    </HydrationBoundary>
  );
}
