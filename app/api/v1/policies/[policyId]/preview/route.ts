import { resource, route } from '@/lib/console/http/route';
import { previewPolicyChangeOperation } from '@/lib/console/openapi/operations/policies';
import { previewPolicyChange } from '@/lib/domain/policies/preview-policy-change';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(previewPolicyChangeOperation, previewPolicyChange),
});
