import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { historyKeys } from '@/lib/console/history/keys';
import { apiGet, apiPut } from '@/lib/console/http/api-client';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { MailboxFolders, type ChooseFolderRolesInput } from '@/lib/domain/folders/contract';

/** What the folders of mailboxes are used for. Stale with the mailboxes. */
export const folderQueries = {
  ofMailbox: (mailboxId: string) =>
    queryOptions({
      queryKey: [...mailboxQueries.all, 'folders', mailboxId],
      queryFn: ({ signal }) => apiGet(`/api/v1/mailboxes/${mailboxId}/folders`, { schema: MailboxFolders, signal }),
    }),
};

/** Replaces the choices for a mailbox. */
export const chooseFolderRolesMutation = mutationOptions({
  mutationFn: ({ mailboxId, ...body }: ChooseFolderRolesInput) =>
    apiPut(`/api/v1/mailboxes/${mailboxId}/folders`, { body, schema: MailboxFolders }),
  meta: { invalidates: [mailboxQueries.all, historyKeys.all] },
});
