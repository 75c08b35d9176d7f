import { resource, route } from '@/lib/console/http/route';
import { listMailServersOperation } from '@/lib/console/openapi/operations/settings';
import { listMailServers } from '@/lib/domain/mail-servers/list-mail-servers';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listMailServersOperation, listMailServers) });
