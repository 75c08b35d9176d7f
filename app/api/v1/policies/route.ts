import { resource, route } from '@/lib/console/http/route';
import { createPolicyOperation, listPoliciesOperation } from '@/lib/console/openapi/operations/policies';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { listPolicies } from '@/lib/domain/policies/list-policies';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listPoliciesOperation, listPolicies),
  POST: route(createPolicyOperation, createPolicy),
});
