import { operation } from '@/lib/console/openapi/operation';
import {
  AddExceptionInput,
  EndExceptionInput,
  ExceptionList,
  ExceptionListQuery,
  ExceptionView,
} from '@/lib/domain/exceptions/contract';

const tag = 'exceptions';

export const listExceptionsOperation = operation({
  id: 'listExceptions',
  method: 'GET',
  path: '/exceptions',
  tag,
  summary: 'Lists mailboxes that are or were exempt from policy',
  access: 'exception:read',
  input: ExceptionListQuery,
  output: ExceptionList,
});

export const addExceptionOperation = operation({
  id: 'addException',
  method: 'POST',
  path: '/exceptions',
  tag,
  summary: 'Exempts a mailbox from policy',
  access: 'exception:manage',
  input: AddExceptionInput,
  output: ExceptionView,
  status: 201,
  refusals: ['exception_overlaps'],
});

export const endExceptionOperation = operation({
  id: 'endException',
  method: 'POST',
  path: '/exceptions/{exceptionId}/end',
  tag,
  summary: 'Ends an exception now',
  access: 'exception:manage',
  input: EndExceptionInput,
  output: ExceptionView,
  refusals: ['exception_not_found', 'exception_ended'],
});
