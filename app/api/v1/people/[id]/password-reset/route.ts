import { resource, route } from '@/lib/console/http/route';
import { issuePasswordResetOperation } from '@/lib/console/openapi/operations/people';
import { issuePasswordReset } from '@/lib/domain/people/issue-password-reset';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(issuePasswordResetOperation, issuePasswordReset),
});
