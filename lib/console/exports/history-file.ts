import { BYTE_ORDER_MARK, csvRecord, type Cell } from '@/lib/console/exports/csv';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Columns of the history as a file, in their order: everything the hash covers. */
export const historyColumns = [
  'sequence',
  'at',
  'actorKind',
  'actorName',
  'actorRole',
  'actorId',
  'action',
  'targetKind',
  'targetName',
  'targetId',
  'mailbox',
  'deviceKey',
  'reason',
  'address',
  'requestId',
  'before',
  'after',
  'hash',
] as const satisfies readonly (keyof AuditEntry)[];

const cell = (value: AuditEntry[keyof AuditEntry]): Cell =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

/** Entries as CSV, record by record. */
export async function* historyCsv(
  heads: readonly string[],
  entries: AsyncIterable<AuditEntry>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRecord(heads);
  for await (const entry of entries) yield csvRecord(historyColumns.map((column) => cell(entry[column])));
}

/** Entries as one JSON array, an entry a line. */
export async function* historyJson(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of entries) {
    yield separator + JSON.stringify(entry);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
