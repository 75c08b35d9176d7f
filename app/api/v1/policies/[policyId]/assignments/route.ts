import { resource, route } from '@/lib/console/http/route';
import { assignPolicyOperation } from '@/lib/console/openapi/operations/policies';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ PUT: route(assignPolicyOperation, assignPolicy) });
