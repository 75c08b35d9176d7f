import { resource, route } from '@/lib/console/http/route';
import { deleteGroupOperation, renameGroupOperation } from '@/lib/console/openapi/operations/mailboxes';
import { deleteGroup } from '@/lib/domain/mailboxes/delete-group';
import { renameGroup } from '@/lib/domain/mailboxes/rename-group';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  PATCH: route(renameGroupOperation, renameGroup),
  DELETE: route(deleteGroupOperation, deleteGroup),
});
