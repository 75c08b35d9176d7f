export type Cell = string | number | null;

/** What makes a spreadsheet take a cell for a formula, in its wide forms too. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = /[",\r\n]/;

/** Excel takes a file without it for one in the encoding of the country. */
export const BYTE_ORDER_MARK = '\uFEFF';

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // What phones report is not ours: a name like =HYPERLINK(…) must stay a name in the auditor's spreadsheet.
  const harmless = formulaStart.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One record of a CSV file (RFC 4180), with its line break. Text that would be a formula starts with an apostrophe. */
export const csvRecord = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;
