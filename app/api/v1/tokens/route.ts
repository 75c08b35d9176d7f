import { resource, route } from '@/lib/console/http/route';
import { createTokenOperation, listTokensOperation } from '@/lib/console/openapi/operations/tokens';
import { createToken } from '@/lib/domain/tokens/create-token';
import { listTokens } from '@/lib/domain/tokens/list-tokens';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listTokensOperation, listTokens),
  POST: route(createTokenOperation, createToken),
});
