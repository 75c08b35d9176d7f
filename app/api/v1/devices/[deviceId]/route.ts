import { resource, route } from '@/lib/console/http/route';
import { getDeviceOperation, removeDeviceOperation } from '@/lib/console/openapi/operations/devices';
import { getDevice } from '@/lib/domain/devices/get-device';
import { removeDevice } from '@/lib/domain/devices/remove-device';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getDeviceOperation, getDevice),
  DELETE: route(removeDeviceOperation, removeDevice),
});
