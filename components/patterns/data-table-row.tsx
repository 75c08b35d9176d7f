'use client';

import type { Column } from '@/components/patterns/column';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';

interface DataTableRowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  select: { isSelected: boolean; label: string; onToggle: (event: unknown) => void } | undefined;
}

const rowClass =
  'relative grid grid-cols-1 gap-y-1 rounded-md border border-line bg-surface p-3 ' +
  'md:table-row md:rounded-none md:border-x-0 md:border-b-0 md:p-0 md:hover:bg-sunken/60';
const cellClass = 'block min-w-0 text-start md:table-cell md:px-3 md:py-1.5 md:align-top';

/** One row of a data table; a card on small screens, where each value stands behind its column's name. */
export function DataTableRow<Row>({ row, columns, select }: DataTableRowProps<Row>) {
  return (
    <tr role="row" className={classNames(rowClass, select?.isSelected && 'bg-info-soft md:bg-info-soft')}>
      {select && (
        <td role="cell" className={classNames(cellClass, 'max-md:absolute max-md:end-3 max-md:top-3 md:w-0 md:pe-0')}>
          {/* The click carries the Shift key, by which a range is selected. */}
          <Checkbox
            label={select.label}
            isLabelHidden
            checked={select.isSelected}
            onChange={noChange}
            onClick={select.onToggle}
          />
        </td>
      )}
      {columns.map((column) =>
        column.isRowHeader ? (
          <th
            key={column.id}
            role="rowheader"
            scope="row"
            className={classNames(
              cellClass,
              'font-medium max-md:pe-8 [&_a]:-my-0.5 [&_a]:inline-block [&_a]:py-0.5',
              column.className,
            )}
          >
            {column.cell(row)}
          </th>
        ) : (
          <td
            key={column.id}
            role="cell"
            className={classNames(
              cellClass,
              'max-md:grid max-md:grid-cols-[8.5rem_1fr] max-md:gap-x-2',
              column.align === 'end' && 'tabular-nums md:text-end',
              column.className,
            )}
          >
            {/* For the eye only: assistive technology takes the name from the column's head. */}
            <span aria-hidden className="text-muted md:hidden">
              {column.header}
            </span>
            <div className="min-w-0">{column.cell(row)}</div>
          </td>
        ),
      )}
    </tr>
  );
}

/** The click has done it; React wants a change handler on a controlled tick box. */
const noChange = () => undefined;
