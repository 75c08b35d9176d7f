import { resource, route } from '@/lib/console/http/route';
import { switchGroupOperation } from '@/lib/console/openapi/operations/access';
import { switchGroup } from '@/lib/domain/access/switch-eas';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ PUT: route(switchGroupOperation, switchGroup) });
