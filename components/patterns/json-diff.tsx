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
  const hasBoth = before !== null && after !== null;
  return (
    <Table caption={label} isCaptionHidden>
      <TableHead>
        <tr>
          <ColumnHeader>{t('key')}</ColumnHeader>
          {before && <ColumnHeader>{t('before')}</ColumnHeader>}
          {after && <ColumnHeader>{t('after')}</ColumnHeader>}
          {hasBoth && <ColumnHeader className="max-md:sr-only">{t('change')}</ColumnHeader>}
        </tr>
      </TableHead>
      <tbody>
        {keys.map((key) => (
          <TableRow key={key}>
            <RowHeader className="max-md:max-w-28 max-md:hyphens-auto">{names[key] ?? <Code>{key}</Code>}</RowHeader>
            <Values before={before} after={after} name={key} />
            {hasBoth && (
              <Cell className="max-md:sr-only">
                {isSame(before[key], after[key]) ? (
                  <span className="text-muted">{t('same')}</span>
                ) : (
                  <Badge tone="info" className="whitespace-nowrap">
                    {t('changed')}
                  </Badge>
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

/** Side by side; one below the other if they are too long for that. */
function Values({ before, after, name }: Pick<JsonDiffProps, 'before' | 'after'> & { name: string }) {
  const t = useTranslations('common.diff');
  const sides = [
    { key: 'before', values: before },
    { key: 'after', values: after },
  ] as const;
  const shown = sides.flatMap(({ key, values }) => (values ? { key, value: values[name] } : []));
  if (!shown.some(({ value }) => isLong(value))) {
    return shown.map(({ key, value }) => (
      <Cell key={key}>
        <Value value={value} />
      </Cell>
    ));
  }
  return (
    <Cell colSpan={shown.length}>
      <div className="flex flex-col gap-1">
        {shown.map(({ key, value }) => (
          <div key={key} className="min-w-0">
            {shown.length > 1 && <p className="text-xs text-muted">{t(key)}</p>}
            <Value value={value} />
          </div>
        ))}
      </div>
    </Cell>
  );
}

const isLong = (value: unknown) => typeof value === 'object' && value !== null && JSON.stringify(value).length > 40;

function Value({ value }: { value: unknown }) {
  if (value === undefined) return <span className="text-muted">–</span>;
  if (typeof value === 'string') return <Code>{value}</Code>;
  if (isLong(value)) return <Code className="whitespace-pre-wrap">{JSON.stringify(value, null, 2)}</Code>;
  return <Code>{JSON.stringify(value)}</Code>;
}
