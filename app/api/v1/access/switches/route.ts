import { resource, route } from '@/lib/console/http/route';
import { listSwitchesOperation } from '@/lib/console/openapi/operations/access';
import { listSwitches } from '@/lib/domain/access/list-switches';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listSwitchesOperation, listSwitches) });
