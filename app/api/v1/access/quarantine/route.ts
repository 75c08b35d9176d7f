import { resource, route } from '@/lib/console/http/route';
import { decideQuarantinedOperation, listQuarantineOperation } from '@/lib/console/openapi/operations/access';
import { decideQuarantined } from '@/lib/domain/access/decide-quarantined';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listQuarantineOperation, listQuarantine),
  POST: route(decideQuarantinedOperation, decideQuarantined),
});
