'use client';

/* <ColumnChooser columns={columns} visibility={visibility} onChange={setVisibility} /> */
import { Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isColumnVisible, type Column } from '@/components/patterns/column';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuCheckboxItem, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';

interface ColumnChooserProps<Row> {
  columns: readonly Column<Row>[];
  visibility: Readonly<Record<string, boolean>>;
  onChange: (visibility: Record<string, boolean>) => void;
}

/** Menu in which people tick the columns they want to see. */
export function ColumnChooser<Row>({ columns, visibility, onChange }: ColumnChooserProps<Row>) {
  const t = useTranslations('common.table');
  return (
    <DropdownMenu trigger={<Button icon={Columns3}>{t('columns')}</Button>}>
      {columns
        .filter((column) => !column.isRowHeader)
        .map((column) => (
          <MenuCheckboxItem
            key={column.id}
            checked={isColumnVisible(column, visibility)}
            onCheckedChange={(isChecked) => onChange({ ...visibility, [column.id]: isChecked })}
          >
            {column.header}
          </MenuCheckboxItem>
        ))}
      <MenuSeparator />
      <MenuItem onSelect={() => onChange({})}>{t('defaultColumns')}</MenuItem>
    </DropdownMenu>
  );
}
