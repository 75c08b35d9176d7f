import type { ReactNode } from 'react';

/** One column, for table and loading skeleton alike. Written as data, see `components/devices/device-columns.tsx`. */
export interface Column<Row> {
  id: string;
  /** Plain text: also the label in the column chooser and, on small screens, before the value. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** The cell names its row (`<th scope="row">`); such a column cannot be hidden. */
  isRowHeader?: boolean;
  align?: 'start' | 'end';
  /** Values of the sort parameter. With neither, the column cannot be sorted by. */
  sort?: { ascending: string; descending: string; first?: 'ascending' | 'descending' };
  /** Only there when chosen in the column chooser. */
  isHiddenAtFirst?: boolean;
  /** For widths and wrapping, e.g. `min-w-48` or `whitespace-nowrap`. */
  className?: string;
}

/** True if the column is shown: a row header always, others by choice, else by default. */
export function isColumnVisible<Row>(column: Column<Row>, visibility: Readonly<Record<string, boolean>>): boolean {
  return column.isRowHeader === true || (visibility[column.id] ?? !column.isHiddenAtFirst);
}
