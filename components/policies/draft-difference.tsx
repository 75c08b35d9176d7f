'use client';

import { useTranslations } from 'next-intl';
import type { DraftChange } from '@/components/policies/policy-draft';
import { useSettingText } from '@/components/policies/setting-text';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

/** Setting by setting: as it is now, and as it will be. */
export function DraftDifference({ changes }: { changes: readonly DraftChange[] }) {
  const t = useTranslations('policies');
  const text = useSettingText();
  return (
    <Table caption={t('save.difference')}>
      <TableHead>
        <tr>
          <ColumnHeader>{t('save.setting')}</ColumnHeader>
          <ColumnHeader>{t('save.now')}</ColumnHeader>
          <ColumnHeader>{t('save.then')}</ColumnHeader>
        </tr>
      </TableHead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <TableRow key={name}>
            <RowHeader>{t(`fields.${name}.label`)}</RowHeader>
            <Cell>{text(name, before)}</Cell>
            <Cell className="font-medium">{text(name, after)}</Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
