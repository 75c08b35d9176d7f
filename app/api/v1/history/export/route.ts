import { download } from '@/lib/console/exports/download';
import { exportHeads } from '@/lib/console/exports/export-texts';
import { historyColumns, historyCsv, historyJson } from '@/lib/console/exports/history-file';
import { answer } from '@/lib/console/http/answer';
import { resource } from '@/lib/console/http/route';
import { exportHistoryOperation } from '@/lib/console/openapi/operations/history';
import { exportHistory } from '@/lib/domain/history/export-history';

export const { GET, POST, PUT, PATCH, DELETE } = resource({
  GET: answer(exportHistoryOperation, async (call) => {
    const { lang, format, ...filter } = call.input;
    const entries = exportHistory(call.ctx, filter);
    const name = 'mobileadmin-history';
    if (format === 'json') return download(call, { name, media: 'application/json', parts: historyJson(entries) });
    const heads = await exportHeads(call.request.headers, lang, historyColumns);
    return download(call, { name, media: 'text/csv', parts: historyCsv(heads, entries) });
  }),
});
