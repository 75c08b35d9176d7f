import { resource, route } from '@/lib/console/http/route';
import { endExceptionOperation } from '@/lib/console/openapi/operations/exceptions';
import { endException } from '@/lib/domain/exceptions/end-exception';

export const { GET, POST, PUT, PATCH, DELETE } = resource({ POST: route(endExceptionOperation, endException) });
