import { resource, route } from '@/lib/console/http/route';
import { getMailboxOperation, updateMailboxOperation } from '@/lib/console/openapi/operations/mailboxes';
import { getMailbox } from '@/lib/domain/mailboxes/get-mailbox';
import { updateMailbox } from '@/lib/domain/mailboxes/update-mailbox';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getMailboxOperation, getMailbox),
  PATCH: route(updateMailboxOperation, updateMailbox),
});
