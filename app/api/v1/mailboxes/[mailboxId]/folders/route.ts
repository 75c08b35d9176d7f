import { resource, route } from '@/lib/console/http/route';
import { chooseFolderRolesOperation, listMailboxFoldersOperation } from '@/lib/console/openapi/operations/mailboxes';
import { chooseFolderRoles } from '@/lib/domain/folders/choose-folder-roles';
import { listMailboxFolders } from '@/lib/domain/folders/list-mailbox-folders';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listMailboxFoldersOperation, listMailboxFolders),
  PUT: route(chooseFolderRolesOperation, chooseFolderRoles),
});
