import { resource, route } from '@/lib/console/http/route';
import { carryOverOperation, listFormerDevicesOperation } from '@/lib/console/openapi/operations/devices';
import { carryOver } from '@/lib/domain/continuity/carry-over';
import { listFormerDevices } from '@/lib/domain/continuity/list-former-devices';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listFormerDevicesOperation, listFormerDevices),
  POST: route(carryOverOperation, carryOver),
});
