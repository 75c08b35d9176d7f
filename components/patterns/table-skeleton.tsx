/* <TableSkeleton columns={columns.length} rows={8} label="Loading devices …" /> */
import { Skeleton } from '@/components/ui/skeleton';

interface TableSkeletonProps {
  columns: number;
  rows?: number;
  /** Said by screen readers while the table loads. */
  label: string;
}

/** What stands where a table will be, of about its size, so that nothing jumps. */
export function TableSkeleton({ columns, rows = 8, label }: TableSkeletonProps) {
  const template = { gridTemplateColumns: `repeat(${Math.min(columns, 8)}, minmax(0, 1fr))` };
  return (
    <div role="status" className="rounded-md border border-line bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} className="border-line p-3 not-first:border-t first:bg-sunken">
          <div className="max-md:hidden md:grid md:gap-4" style={template}>
            {Array.from({ length: Math.min(columns, 8) }, (_unused, column) => (
              <Skeleton key={column} className={column === 0 ? 'w-4/5' : 'w-3/5'} />
            ))}
          </div>
          <div className="flex flex-col gap-2 md:hidden">
            <Skeleton className="w-3/5" />
            <Skeleton className="w-2/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
