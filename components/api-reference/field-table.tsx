import { useTranslations } from 'next-intl';
import { SchemaType } from '@/components/api-reference/schema-type';
import { readSchemaNode } from '@/components/api-reference/schema-node';
import { Code } from '@/components/ui/code';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

interface FieldTableProps {
  caption: string;
  schema: unknown;
  /** Requests say which fields are needed; answers have all of theirs. */
  showsNeed?: boolean;
}

/** The fields of an object. */
export function FieldTable({ caption, schema, showsNeed }: FieldTableProps) {
  const t = useTranslations('apiReference');
  const { properties = {}, required = [] } = readSchemaNode(schema);
  return (
    <Table caption={caption} isCaptionHidden>
      <TableHead>
        <tr>
          <ColumnHeader>{t('name')}</ColumnHeader>
          <ColumnHeader>{t('type')}</ColumnHeader>
          {showsNeed && <ColumnHeader>{t('need')}</ColumnHeader>}
        </tr>
      </TableHead>
      <tbody>
        {Object.entries(properties).map(([name, field]) => (
          <TableRow key={name}>
            <RowHeader className="font-normal whitespace-nowrap">
              <Code>{name}</Code>
            </RowHeader>
            <Cell className="min-w-48">
              <SchemaType schema={field} />
            </Cell>
            {showsNeed && <Cell>{required.includes(name) ? t('required') : t('optional')}</Cell>}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
