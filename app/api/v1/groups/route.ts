import { resource, route } from '@/lib/console/http/route';
import { createGroupOperation, listGroupsOperation } from '@/lib/console/openapi/operations/mailboxes';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listGroupsOperation, listGroups),
  POST: route(createGroupOperation, createGroup),
});
