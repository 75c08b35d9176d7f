import { getCaller } from '@/lib/console/auth/get-caller';
import { resource, route } from '@/lib/console/http/route';
import { getCallerOperation } from '@/lib/console/openapi/operations/people';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(getCallerOperation, getCaller) });
