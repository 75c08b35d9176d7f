import { resource, route } from '@/lib/console/http/route';
import { listDevicesOperation } from '@/lib/console/openapi/operations/devices';
import { listDevices } from '@/lib/domain/devices/list-devices';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listDevicesOperation, listDevices) });
