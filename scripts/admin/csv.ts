const NEEDS_QUOTES = /[",\r\n]/;
/** What a spreadsheet would take for a formula: names that phones choose must not become one. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r]/;

/** One record of RFC 4180, with its line end. Null is an empty cell. */
export function csvRecord(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | null): string {
  if (value === null) return '';
  const text = LOOKS_LIKE_FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
