import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import { ExportLanguage } from '@/lib/console/openapi/operations/export-language';
import {
  AddExceptionInput,
  EndExceptionInput,
  ExceptionList,
  ExceptionListQuery,
  ExceptionView,
  ExemptionReport,
} from '@/lib/domain/exceptions/contract';

const tag = 'exceptions';

export const listExceptionsOperation = operation({
  id: 'listExceptions',
  method: 'GET',
  path: '/exceptions',
  tag,
  summary: 'Lists mailboxes and groups that are or were exempt from policy',
  access: 'exception:read',
  input: ExceptionListQuery,
  output: ExceptionList,
});

export const addExceptionOperation = operation({
  id: 'addException',
  method: 'POST',
  path: '/exceptions',
  tag,
  summary: 'Exempts a mailbox or a group from policy, or renews an exception',
  description:
    'Either `mailbox` or `groupId`. Without `settings` nothing is enforced; with some, only these take the value of a device that was never told anything. A renewal without `startsAt` begins when the exception ends that it renews.',
  access: 'exception:manage',
  input: AddExceptionInput,
  output: ExceptionView,
  status: 201,
  refusals: ['exception_overlaps', 'exception_renewed', 'exception_not_found', 'group_not_found'],
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

export const reportExemptionsOperation = operation({
  id: 'reportExemptions',
  method: 'GET',
  path: '/exceptions/report',
  tag,
  summary: 'Says who is exempt now, also by group: the first 1,000 by name',
  access: 'exception:read',
  output: ExemptionReport,
});

export const exportExemptionsOperation = operation({
  id: 'exportExemptions',
  method: 'GET',
  path: '/exceptions/report/export',
  tag,
  summary: 'Exports who is exempt now, as CSV',
  description:
    'A line for each mailbox and exception. UTF-8 with byte order mark, RFC 4180. Cells that a spreadsheet would take for a formula start with an apostrophe.',
  access: 'exception:read',
  input: z.object({ lang: ExportLanguage }),
  media: ['text/csv'],
});
