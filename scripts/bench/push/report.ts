export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same of the bare server in the same run. */
  readonly baseline?: number;
  readonly target: string;
  readonly isReached: boolean;
};

/** A table of what was measured, for a terminal and for Markdown alike. */
export function reportOf(figures: readonly Figure[], baselineName = 'Bare server'): string {
  const head = ['Figure', 'Measured', baselineName, 'Target', 'Reached'];
  const rows = figures.map(({ name, value, unit, baseline, target, isReached }) => [
    name,
    `${format(value)} ${unit}`,
    baseline === undefined ? '' : `${format(baseline)} ${unit}`,
    target,
    target === '' ? '' : isReached ? 'yes' : 'NO',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function format(value: number): string {
  if (Number.isNaN(value)) return 'nothing';
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}
