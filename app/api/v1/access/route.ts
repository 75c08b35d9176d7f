import { resource, route } from '@/lib/console/http/route';
import { applyAccessOperation, getAccessOperation } from '@/lib/console/openapi/operations/access';
import { applyAccess } from '@/lib/domain/access/apply-access';
import { getAccess } from '@/lib/domain/access/get-access';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getAccessOperation, getAccess),
  PUT: route(applyAccessOperation, applyAccess),
});
