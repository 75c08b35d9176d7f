import { resource, route } from '@/lib/console/http/route';
import { listMailboxesOperation } from '@/lib/console/openapi/operations/mailboxes';
import { listMailboxes } from '@/lib/domain/mailboxes/list-mailboxes';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listMailboxesOperation, listMailboxes) });
