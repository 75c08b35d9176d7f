import { resource, route } from '@/lib/console/http/route';
import { verifyHistoryOperation } from '@/lib/console/openapi/operations/history';
import { verifyChain } from '@/lib/domain/history/verify-chain';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(verifyHistoryOperation, verifyChain) });
