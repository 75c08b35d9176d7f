import { download } from '@/lib/console/exports/download';
import { exemptionColumns, exemptionCsv } from '@/lib/console/exports/exemption-csv';
import { exportHeads } from '@/lib/console/exports/export-texts';
import { answer } from '@/lib/console/http/answer';
import { resource } from '@/lib/console/http/route';
import { exportExemptionsOperation } from '@/lib/console/openapi/operations/exceptions';
import { exportExemptions } from '@/lib/domain/exceptions/report-exemptions';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: answer(exportExemptionsOperation, async (call) => {
    const heads = await exportHeads(call.request.headers, call.input.lang, exemptionColumns);
    const parts = exemptionCsv(heads, exportExemptions(call.ctx));
    return download(call, { name: 'mobileadmin-exempt', media: 'text/csv', parts });
  }),
});
