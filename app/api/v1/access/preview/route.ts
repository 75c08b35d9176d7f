import { resource, route } from '@/lib/console/http/route';
import { previewAccessOperation } from '@/lib/console/openapi/operations/access';
import { previewAccess } from '@/lib/domain/access/preview-access';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(previewAccessOperation, previewAccess) });
