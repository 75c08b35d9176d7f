import { resource, route } from '@/lib/console/http/route';
import { switchMailboxOperation } from '@/lib/console/openapi/operations/access';
import { switchMailbox } from '@/lib/domain/access/switch-eas';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ PUT: route(switchMailboxOperation, switchMailbox) });
