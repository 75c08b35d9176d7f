import { resource, route } from '@/lib/console/http/route';
import { listDeviceHistoryOperation } from '@/lib/console/openapi/operations/devices';
import { listDeviceHistory } from '@/lib/domain/history/list-device-history';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listDeviceHistoryOperation, listDeviceHistory),
});
