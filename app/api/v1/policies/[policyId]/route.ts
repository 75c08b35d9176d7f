import { resource, route } from '@/lib/console/http/route';
import {
  deletePolicyOperation,
  getPolicyOperation,
  updatePolicyOperation,
} from '@/lib/console/openapi/operations/policies';
import { deletePolicy } from '@/lib/domain/policies/delete-policy';
import { getPolicy } from '@/lib/domain/policies/get-policy';
import { updatePolicy } from '@/lib/domain/policies/update-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getPolicyOperation, getPolicy),
  PUT: route(updatePolicyOperation, updatePolicy),
  DELETE: route(deletePolicyOperation, deletePolicy),
});
