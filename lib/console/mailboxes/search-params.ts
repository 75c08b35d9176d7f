import { readQuery, writeQuery, type RawQuery } from '@/lib/console/http/query-string';
import { MailboxListQuery } from '@/lib/domain/mailboxes/contract';

/** The list's query from the page's address; what is not understood is left out. */
export const readMailboxListQuery = (params: RawQuery): MailboxListQuery => readQuery(MailboxListQuery, params);

/** The page's address query, `?` included, empty for the plain list. */
export const writeMailboxListQuery = (query: Partial<MailboxListQuery>): string => writeQuery(MailboxListQuery, query);
