import { resource, route } from '@/lib/console/http/route';
import { revokeTokenOperation } from '@/lib/console/openapi/operations/tokens';
import { revokeToken } from '@/lib/domain/tokens/revoke-token';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ DELETE: route(revokeTokenOperation, revokeToken) });
