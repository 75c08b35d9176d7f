/*
 * Primitives of a plain table; lists of things use patterns/data-table.
 * <Table caption="…" isCaptionHidden><TableHead><tr><ColumnHeader>…</ColumnHeader></tr></TableHead>
 *   <tbody><TableRow><RowHeader>…</RowHeader><Cell align="end">…</Cell></TableRow></tbody></Table>
 */
import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { ScrollRegion } from '@/components/ui/scroll-region';

type Align = { align?: 'start' | 'end' };

interface TableProps extends Omit<ComponentProps<'table'>, 'children'> {
  caption: ReactNode;
  isCaptionHidden?: boolean;
  children: ReactNode;
}

/** A table in a region of its own that scrolls sideways when there is no room; reachable by keyboard. */
export function Table({ caption, isCaptionHidden, children, className, ...props }: TableProps) {
  const captionId = useId();
  return (
    <ScrollRegion labelledBy={captionId} className="bg-surface">
      <table {...props} className={classNames('w-full border-collapse text-start', className)}>
        <caption id={captionId} className={isCaptionHidden ? 'sr-only' : 'px-3 py-2 text-start font-medium'}>
          {caption}
        </caption>
        {children}
      </table>
    </ScrollRegion>
  );
}

/** Head of a table. */
export function TableHead({ children }: { children: ReactNode }) {
  return <thead className="bg-sunken">{children}</thead>;
}

/** A row with a line above. */
export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr {...props} className={classNames('border-t border-line', className)} />;
}

/** Names a column. */
export function ColumnHeader({ align, className, ...props }: Omit<ComponentProps<'th'>, 'align'> & Align) {
  return (
    <th
      {...props}
      scope="col"
      className={classNames('px-3 py-1.5 text-xs font-semibold text-muted', alignClass(align), className)}
    />
  );
}

/** Names a row. */
export function RowHeader({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th {...props} scope="row" className={classNames('px-3 py-1.5 text-start align-top font-medium', className)} />
  );
}

/** One value. */
export function Cell({ align, className, ...props }: Omit<ComponentProps<'td'>, 'align'> & Align) {
  return <td {...props} className={classNames('px-3 py-1.5 align-top', alignClass(align), className)} />;
}

function alignClass(align: Align['align']) {
  return align === 'end' ? 'text-end tabular-nums' : 'text-start';
}
