import { BYTE_ORDER_MARK, csvRecord } from '@/lib/console/exports/csv';
import type { ExemptMailbox } from '@/lib/domain/exceptions/contract';

/** Columns of the report on who is exempt, in their order. Settings keep the names of the specification, times are UTC. */
export const exemptionColumns = [
  'mailbox',
  'displayName',
  'group',
  'settings',
  'reason',
  'approvedBy',
  'startsAt',
  'endsAt',
  'deviceCount',
  'exceptionId',
] as const satisfies readonly (keyof ExemptMailbox)[];

/** Who is exempt as CSV, record by record. No settings: exempt from everything. */
export async function* exemptionCsv(
  heads: readonly string[],
  mailboxes: AsyncIterable<ExemptMailbox>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRecord(heads);
  for await (const mailbox of mailboxes) {
    yield csvRecord(
      exemptionColumns.map((column) => (column === 'settings' ? mailbox.settings.join(' ') : mailbox[column])),
    );
  }
}
