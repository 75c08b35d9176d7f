import { resource, route } from '@/lib/console/http/route';
import { listHistoryOperation } from '@/lib/console/openapi/operations/history';
import { listHistory } from '@/lib/domain/history/list-history';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ GET: route(listHistoryOperation, listHistory) });
