import { resource, route } from '@/lib/console/http/route';
import { getDevicePolicyOperation } from '@/lib/console/openapi/operations/policies';
import { getDevicePolicy } from '@/lib/domain/policies/get-effective-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(getDevicePolicyOperation, getDevicePolicy) });
