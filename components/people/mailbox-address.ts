import { readMailboxListQuery, writeMailboxListQuery } from '@/lib/console/mailboxes/search-params';
import type { MailboxListQuery } from '@/lib/domain/mailboxes/contract';

/** The query of the mailbox list in the address of the page of people, whose second tab it is. */
export const mailboxAddress = {
  read: readMailboxListQuery,
  write: (query: Partial<MailboxListQuery>): string => {
    const list = writeMailboxListQuery(query);
    return list === '' ? '?tab=mailboxes' : `?tab=mailboxes&${list.slice(1)}`;
  },
};
