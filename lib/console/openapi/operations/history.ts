import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import { ExportLanguage } from '@/lib/console/openapi/operations/export-language';
import { ChainReport, HistoryFilter, HistoryPage, HistoryQuery } from '@/lib/domain/history/contract';

const tag = 'history';

export const listHistoryOperation = operation({
  id: 'listHistory',
  method: 'GET',
  path: '/history',
  tag,
  summary: 'Lists what was done, newest first',
  access: 'history:read',
  input: HistoryQuery,
  output: HistoryPage,
  refusals: ['cursor_invalid'],
});

export const exportHistoryOperation = operation({
  id: 'exportHistory',
  method: 'GET',
  path: '/history/export',
  tag,
  summary: 'Exports all entries that match, as CSV or JSON',
  description: 'JSON is one array of entries. The export itself is entered in the history.',
  access: 'history:read',
  input: z.object({ ...HistoryFilter, format: z.enum(['csv', 'json']).default('csv'), lang: ExportLanguage }),
  media: ['text/csv', 'application/json'],
});

export const verifyHistoryOperation = operation({
  id: 'verifyHistory',
  method: 'POST',
  path: '/history/verify',
  tag,
  summary: 'Checks the whole chain and names the first bad entry',
  access: 'history:read',
  output: ChainReport,
});
