import { operation } from '@/lib/console/openapi/operation';
import { CreateTokenInput, TokenIdInput, TokenIssued, TokenList } from '@/lib/domain/tokens/contract';

const tag = 'tokens';

export const listTokensOperation = operation({
  id: 'listTokens',
  method: 'GET',
  path: '/tokens',
  tag,
  summary: 'Lists tokens, with the expired and revoked ones',
  access: 'token:read',
  output: TokenList,
});

export const createTokenOperation = operation({
  id: 'createToken',
  method: 'POST',
  path: '/tokens',
  tag,
  summary: 'Makes a token',
  description: 'The secret is in this answer and nowhere else.',
  access: 'token:manage',
  input: CreateTokenInput,
  output: TokenIssued,
  status: 201,
});

export const revokeTokenOperation = operation({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/tokens/{tokenId}',
  tag,
  summary: 'Makes a token useless, at once and for good',
  access: 'token:manage',
  input: TokenIdInput,
  refusals: ['token_not_found'],
});
