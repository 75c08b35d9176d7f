import { resource, route } from '@/lib/console/http/route';
import { previewGroupOrderOperation } from '@/lib/console/openapi/operations/mailboxes';
import { previewGroupOrder } from '@/lib/domain/mailboxes/preview-group-order';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  POST: route(previewGroupOrderOperation, previewGroupOrder),
});
