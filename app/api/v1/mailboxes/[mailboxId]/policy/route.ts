import { resource, route } from '@/lib/console/http/route';
import { getMailboxPolicyOperation } from '@/lib/console/openapi/operations/policies';
import { getMailboxPolicy } from '@/lib/domain/policies/get-effective-policy';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(getMailboxPolicyOperation, getMailboxPolicy) });
