'use client';

/*
 * <DataTable
 *   caption="Devices"                     read out and used as the name of the scrolling region
 *   columns={columns}                     Column<Row>[], see patterns/column.ts; keep it stable with useMemo
 *   rows={page.devices} rowKey={(row) => row.id}
 *   sort="-lastContactAt" onSort={(value) => …}       values of Column.sort
 *   visibility={{ model: true }}                      from useColumnVisibility
 *   selection={{ ids, onChange, label: (row) => … , canSelect? }}   ids: ReadonlySet<string>, kept across pages
 *   isStale                               older rows are still shown while newer ones are fetched
 *   isCompact                             no own height limit (for short lists)
 *   isBelowTabs                           more stands above it than above other lists
 * />
 * Head and first column's meaning stay in sight; at less than 48rem each row becomes a card with the same semantics.
 */
import { columnVisibilityFeature, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { isColumnVisible, type Column } from '@/components/patterns/column';
import { DataTableHead } from '@/components/patterns/data-table-head';
import { DataTableRow } from '@/components/patterns/data-table-row';

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

export interface Selection<Row> {
  ids: ReadonlySet<string>;
  onChange: (ids: ReadonlySet<string>) => void;
  /** Accessible name of a row's tick box, e.g. "Select Anna's iPhone". */
  label: (row: Row) => string;
}

export interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  visibility?: Readonly<Record<string, boolean>>;
  selection?: Selection<Row>;
  isStale?: boolean;
  isCompact?: boolean;
  isBelowTabs?: boolean;
}
const noIds: ReadonlySet<string> = new Set();
const noVisibility = {};

/** A list of things as a table: sortable, with chosen columns, selectable rows, complete by keyboard. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, rows, sort, onSort, selection, isStale, isCompact, isBelowTabs } = props;
  const { table, shown } = useDataTable(props);

  return (
    <ScrollRegion
      label={caption}
      aria-busy={isStale || undefined}
      className={classNames(
        'relative max-md:overflow-visible max-md:border-0 md:overflow-auto md:bg-surface',
        !isCompact && !isBelowTabs && 'md:max-h-[max(24rem,calc(100dvh-12.5rem))]',
        !isCompact && isBelowTabs && 'md:max-h-[max(24rem,calc(100dvh-17rem))]',
      )}
    >
      {isStale && <div aria-hidden className="sticky start-0 top-0 z-20 -mb-0.5 h-0.5 animate-pulse bg-accent" />}
      {/* Roles are written out: with the card layout's display values browsers drop the native ones. */}
      <table role="table" className="block w-full border-collapse text-start md:table">
        <caption className="sr-only">{caption}</caption>
        <DataTableHead
          columns={shown}
          sort={sort}
          onSort={onSort}
          selectAll={
            selection && {
              isAll: rows.length > 0 && table.getIsAllPageRowsSelected(),
              isSome: table.getIsSomePageRowsSelected(),
              onToggle: (isSelected) => table.toggleAllPageRowsSelected(isSelected),
            }
          }
        />
        <tbody role="rowgroup" className="flex flex-col gap-2 md:table-row-group">
          {table.getRowModel().rows.map((row) => (
            <DataTableRow
              key={row.id}
              row={row.original}
              columns={shown}
              select={
                selection && {
                  isSelected: selection.ids.has(row.id),
                  label: selection.label(row.original),
                  onToggle: row.getToggleSelectedHandler(),
                }
              }
            />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The headless table: which columns show, what is ticked. Rows come sorted and filtered from the server. */
function useDataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, visibility = noVisibility, selection } = props;
  const columnDefs = useMemo(() => columns.map((column) => ({ id: column.id, header: column.header })), [columns]);
  const columnsById = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, isColumnVisible(column, visibility)])),
    [columns, visibility],
  );
  const ids = selection?.ids ?? noIds;
  const rowSelection = useMemo(() => Object.fromEntries([...ids].map((id) => [id, true as const])), [ids]);

  const table = useTable({
    features,
    columns: columnDefs,
    data: rows,
    getRowId: rowKey,
    state: { columnVisibility, rowSelection },
    enableRowSelection: selection !== undefined,
    onRowSelectionChange: (change) => {
      const next = typeof change === 'function' ? change(rowSelection) : change;
      selection?.onChange(new Set(Object.keys(next)));
    },
  });
  const shown = table.getVisibleLeafColumns().flatMap((column) => columnsById.get(column.id) ?? []);
  return { table, shown };
}
