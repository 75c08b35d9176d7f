import { z } from 'zod';
import { type AuditEntry, HistoryFilter } from '@/lib/domain/history/contract';
import { exportHistory } from '@/lib/domain/history/export-history';
import { defineCommand } from './command';
import { csvRecord } from './csv';
import type { Terminal } from './terminal';

const instant = z
  .union([z.iso.datetime(), z.iso.date().transform((date) => `${date}T00:00:00.000Z`)], {
    error: 'must be a date like 2026-03-31, or a time like 2026-03-31T12:00:00Z.',
  })
  .optional();

/** `history export`: written while it is read, so that its length does not matter. */
export const historyExport = defineCommand({
  name: 'history export',
  summary: 'Writes the history to standard output, oldest event first',
  options: {
    format: { value: 'FORMAT', description: 'csv or json; csv unless given' },
    from: { value: 'TIME', description: 'Only events from this day or time on, UTC' },
    until: { value: 'TIME', description: 'Only events before this day or time, UTC' },
    actor: { value: 'TEXT', description: 'Only what somebody did whose name has this part' },
    mailbox: { value: 'TEXT', description: 'Only what concerns mailboxes whose name has this part' },
    device: { value: 'TEXT', description: 'Only what concerns devices whose DeviceId has this part' },
    action: { value: 'ACTIONS', description: 'Only these actions, separated by commas, e.g. command_queued' },
  },
  input: z.strictObject({
    ...HistoryFilter,
    from: instant,
    until: instant,
    format: z.enum(['csv', 'json'], { error: 'must be csv or json.' }).optional(),
  }),
  run: async ({ ctx, terminal, isJson }, { format = isJson ? 'json' : 'csv', ...filter }) => {
    const entries = exportHistory(ctx, filter);
    await (format === 'csv' ? writeCsv(terminal, entries) : writeJson(terminal, entries));
    return undefined;
  },
});

const columns = [
  'sequence',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'actorRole',
  'address',
  'requestId',
  'action',
  'targetKind',
  'targetId',
  'targetName',
  'mailbox',
  'deviceKey',
  'reason',
  'before',
  'after',
  'hash',
] as const satisfies (keyof AuditEntry)[];

async function writeCsv(terminal: Terminal, entries: AsyncIterable<AuditEntry>): Promise<void> {
  await terminal.write(csvRecord(columns));
  for await (const entry of entries) {
    const cells = columns.map((name) => {
      const value = entry[name];
      return typeof value === 'string' || value === null ? value : JSON.stringify(value);
    });
    await terminal.write(csvRecord(cells));
  }
}

async function writeJson(terminal: Terminal, entries: AsyncIterable<AuditEntry>): Promise<void> {
  let separator = '[\n';
  for await (const entry of entries) {
    await terminal.write(`${separator}${JSON.stringify(entry)}`);
    separator = ',\n';
  }
  // The export itself is an event, but a filter may leave it out.
  await terminal.write(separator === '[\n' ? '[]\n' : '\n]\n');
}
