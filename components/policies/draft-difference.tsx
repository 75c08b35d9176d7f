'use client';

import { useTranslations } from 'next-intl';
import type { DraftChange } from '@/components/policies/policy-draft';
import { useSettingText } from '@/components/policies/setting-text';
import { classNames } from '@/components/ui/class-names';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

interface DraftDifferenceProps {
  changes: readonly DraftChange[];
  caption: string;
  /** Heads of the two columns. */
  before: string;
  after: string;
}

/** Setting by setting, what stands on either side. */
export function DraftDifference({ changes, caption, before: left, after: right }: DraftDifferenceProps) {
  const t = useTranslations('policies');
  const text = useSettingText();
  return (
    <Table caption={caption}>
      <TableHead>
        <tr>
          <ColumnHeader>{t('save.setting')}</ColumnHeader>
          <ColumnHeader>{left}</ColumnHeader>
          <ColumnHeader>{right}</ColumnHeader>
        </tr>
      </TableHead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <TableRow key={name}>
            <RowHeader>{t(`fields.${name}.label`)}</RowHeader>
            <Cell className={classNames(Array.isArray(before) && 'wrap-anywhere')}>{text(name, before)}</Cell>
            <Cell className={classNames('font-medium', Array.isArray(after) && 'wrap-anywhere')}>
              {text(name, after)}
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
