import { resource, route } from '@/lib/console/http/route';
import { previewGroupOperation } from '@/lib/console/openapi/operations/mailboxes';
import { previewGroup } from '@/lib/domain/mailboxes/preview-group';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(previewGroupOperation, previewGroup) });
