/*
 * <JsonDiff before={entry.before} after={entry.after} label="What changed" names={{ role: 'Role' }} />
 * Records or null. Values are shown as they are stored; `names` translates keys that people know under another name.
 */
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Code } from '@/components/ui/code';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

type Values = Record<string, unknown> | null;

interface JsonDiffProps {
  label: string;
  before: Values;
  after: Values;
  names?: Readonly<Record<string, string>>;
}

/** Before and after, key by key; what changed is said in a word, not by colour alone. */
export function JsonDiff({ label, before, after, names = {} }: JsonDiffProps) {
  const t = useTranslations('common.diff');
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <Table caption={label} isCaptionHidden>
      <TableHead>
        <tr>
          <ColumnHeader>{t('key')}</ColumnHeader>
          {before && <ColumnHeader>{t('before')}</ColumnHeader>}
          {after && <ColumnHeader>{t('after')}</ColumnHeader>}
          {before && after && <ColumnHeader>{t('change')}</ColumnHeader>}
        </tr>
      </TableHead>
      <tbody>
        {keys.map((key) => (
          <TableRow key={key}>
            <RowHeader>{names[key] ?? <Code>{key}</Code>}</RowHeader>
            {before && <Cell>{showValue(before[key])}</Cell>}
            {after && <Cell>{showValue(after[key])}</Cell>}
            {before && after && (
              <Cell>
                {isSame(before[key], after[key]) ? (
                  <span className="text-muted">{t('same')}</span>
                ) : (
                  <Badge tone="info">{t('changed')}</Badge>
                )}
              </Cell>
            )}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function showValue(value: unknown) {
  if (value === undefined) return <span className="text-muted">–</span>;
  return <Code>{typeof value === 'string' ? value : JSON.stringify(value)}</Code>;
}
