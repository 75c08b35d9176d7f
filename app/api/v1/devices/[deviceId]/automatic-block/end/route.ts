import { resource, route } from '@/lib/console/http/route';
import { endAutoBlockOperation } from '@/lib/console/openapi/operations/devices';
import { endAutoBlock } from '@/lib/domain/auto-block/end-auto-block';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(endAutoBlockOperation, endAutoBlock) });
