import { resource, route } from '@/lib/console/http/route';
import { listDeviceFacetsOperation } from '@/lib/console/openapi/operations/devices';
import { listDeviceFacets } from '@/lib/domain/devices/list-device-facets';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listDeviceFacetsOperation, listDeviceFacets) });
