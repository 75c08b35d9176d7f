import { resource, route } from '@/lib/console/http/route';
import { decideAccessOperation } from '@/lib/console/openapi/operations/devices';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(decideAccessOperation, decideAccessByHand) });
