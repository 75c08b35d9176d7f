import { resource, route } from '@/lib/console/http/route';
import { makeDefaultPolicyOperation } from '@/lib/console/openapi/operations/policies';
import { makeDefaultPolicy } from '@/lib/domain/policies/make-default-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(makeDefaultPolicyOperation, makeDefaultPolicy),
});
