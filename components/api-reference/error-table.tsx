import { useTranslations } from 'next-intl';
import { errorAnchor } from '@/components/api-reference/schema-node';
import { Code } from '@/components/ui/code';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

interface ErrorTableProps {
  errors: readonly { code: string; status: number; title: string }[];
}

/** Every refusal there is, in the reader's language, each with an anchor that the answers themselves point to. */
export function ErrorTable({ errors }: ErrorTableProps) {
  const t = useTranslations('apiReference');
  const texts = useTranslations('errors');
  return (
    <Table caption={t('errorList')} isCaptionHidden>
      <TableHead>
        <tr>
          <ColumnHeader>{t('code')}</ColumnHeader>
          <ColumnHeader align="end">{t('status')}</ColumnHeader>
          <ColumnHeader>{t('meaning')}</ColumnHeader>
        </tr>
      </TableHead>
      <tbody>
        {errors.map(({ code, status, title }) => (
          <TableRow key={code} id={errorAnchor(code)} className="target:bg-info-soft">
            <RowHeader className="font-normal">
              <Code>{code}</Code>
            </RowHeader>
            <Cell align="end">{status}</Cell>
            <Cell className="min-w-48">{texts.has(code) ? texts(code) : <span lang="en">{title}</span>}</Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
