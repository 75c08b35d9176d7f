'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Column } from '@/components/patterns/column';
import { Checkbox } from '@/components/ui/checkbox';
import { classNames } from '@/components/ui/class-names';

interface DataTableHeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  selectAll: { isAll: boolean; isSome: boolean; onToggle: (isSelected: boolean) => void } | undefined;
}

const headCellClass = 'sticky top-0 z-10 bg-sunken px-3 py-1 text-xs font-semibold text-muted whitespace-nowrap';

/** Head of a data table: stays in sight while rows scroll. On small screens it is there for assistive technology only. */
export function DataTableHead<Row>({ columns, sort, onSort, selectAll }: DataTableHeadProps<Row>) {
  const t = useTranslations('common.table');
  return (
    <thead role="rowgroup" className="max-md:sr-only">
      <tr role="row">
        {selectAll && (
          <th role="columnheader" scope="col" className={classNames(headCellClass, 'w-0 pe-0')}>
            <Checkbox
              label={t('selectPage')}
              isLabelHidden
              checked={selectAll.isAll}
              isIndeterminate={!selectAll.isAll && selectAll.isSome}
              onCheckedChange={selectAll.onToggle}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const direction = sortDirection(column, sort);
  const alignClass = column.align === 'end' ? 'text-end' : 'text-start';
  if (!column.sort || !onSort) {
    return (
      <th role="columnheader" scope="col" className={classNames(headCellClass, alignClass)}>
        {column.header}
      </th>
    );
  }
  const next = nextSort(column.sort, direction);
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={direction ?? 'none'}
      className={classNames(headCellClass, alignClass, 'px-1')}
    >
      <button
        type="button"
        onClick={() => onSort(next)}
        className="inline-flex min-h-7 items-center gap-1 rounded px-2 hover:text-ink"
      >
        {column.header}
        <Icon aria-hidden className={classNames('size-3.5', direction ? 'text-ink' : 'opacity-70')} />
      </button>
    </th>
  );
}

function sortDirection<Row>(column: Column<Row>, sort: string | undefined) {
  if (column.sort?.ascending === sort) return 'ascending' as const;
  if (column.sort?.descending === sort) return 'descending' as const;
  return undefined;
}

function nextSort(sort: NonNullable<Column<unknown>['sort']>, direction: 'ascending' | 'descending' | undefined) {
  if (direction) return direction === 'ascending' ? sort.descending : sort.ascending;
  return sort.first === 'descending' ? sort.descending : sort.ascending;
}
