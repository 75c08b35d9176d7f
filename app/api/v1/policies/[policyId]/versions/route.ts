import { resource, route } from '@/lib/console/http/route';
import { listPolicyVersionsOperation } from '@/lib/console/openapi/operations/policies';
import { listPolicyVersions } from '@/lib/domain/policies/list-policy-versions';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listPolicyVersionsOperation, listPolicyVersions),
});
