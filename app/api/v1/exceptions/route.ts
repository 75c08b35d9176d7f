import { resource, route } from '@/lib/console/http/route';
import { addExceptionOperation, listExceptionsOperation } from '@/lib/console/openapi/operations/exceptions';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { listExceptions } from '@/lib/domain/exceptions/list-exceptions';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(listExceptionsOperation, listExceptions),
  POST: route(addExceptionOperation, addException),
});
