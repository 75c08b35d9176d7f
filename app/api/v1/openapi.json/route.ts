import { resource, route } from '@/lib/console/http/route';
import { openApiDocument } from '@/lib/console/openapi/document';
import { getOpenApiOperation } from '@/lib/console/openapi/operations/console';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(getOpenApiOperation, () => Promise.resolve({ ...openApiDocument() })),
});
