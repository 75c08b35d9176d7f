import { resource, route } from '@/lib/console/http/route';
import { retryPolicyOperation } from '@/lib/console/openapi/operations/devices';
import { retryPolicy } from '@/lib/domain/policies/retry-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(retryPolicyOperation, retryPolicy) });
