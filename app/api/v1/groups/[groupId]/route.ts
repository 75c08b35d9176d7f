import { resource, route } from '@/lib/console/http/route';
import { deleteGroupOperation, updateGroupOperation } from '@/lib/console/openapi/operations/mailboxes';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { updateGroup } from '@/lib/domain/mailboxes/update-group';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  PATCH: route(updateGroupOperation, updateGroup),
  DELETE: route(deleteGroupOperation, deleteGroup),
});
