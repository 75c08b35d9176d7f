import { resource, route } from '@/lib/console/http/route';
import { reportExemptionsOperation } from '@/lib/console/openapi/operations/exceptions';
import { reportExemptions } from '@/lib/domain/exceptions/report-exemptions';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: route(reportExemptionsOperation, (ctx) => reportExemptions(ctx)),
});
