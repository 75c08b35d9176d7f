'use client';

import { useTranslations } from 'next-intl';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { useSettingText } from '@/components/policies/setting-text';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';

/** Both sides, when somebody else saved the policy under one's hands: what they changed, what you changed, the ways on. */
export function PolicyConflict({ editing }: { editing: PolicyEditing }) {
  const t = useTranslations('policies');
  const text = useSettingText();
  const mine = new Map(editing.changes.map((change) => [change.name, change]));
  const theirs = new Map(editing.othersChanges.map((change) => [change.name, change]));
  const names = [...new Set([...mine.keys(), ...theirs.keys()])];
  return (
    <Alert
      tone="warning"
      isLive
      title={t('conflict.title')}
      actions={
        <>
          <Button size="sm" variant="primary" onClick={editing.rebase}>
            {t('conflict.rebase')}
          </Button>
          <Button size="sm" onClick={editing.discard}>
            {t('conflict.discard')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.text')}</p>
      <Table caption={t('conflict.caption')} isCaptionHidden>
        <TableHead>
          <tr>
            <ColumnHeader>{t('conflict.setting')}</ColumnHeader>
            <ColumnHeader>{t('conflict.began')}</ColumnHeader>
            <ColumnHeader>{t('conflict.yours')}</ColumnHeader>
            <ColumnHeader>{t('conflict.theirs')}</ColumnHeader>
          </tr>
        </TableHead>
        <tbody>
          {names.map((name) => {
            const before = mine.get(name)?.before ?? theirs.get(name)?.before ?? null;
            const my = mine.get(name);
            const their = theirs.get(name);
            return (
              <TableRow key={name}>
                <RowHeader>
                  {t(`fields.${name}.label`)}
                  {my && their && my.after !== their.after && (
                    <Badge tone="warning" className="mt-1 flex">
                      {t('conflict.both')}
                    </Badge>
                  )}
                </RowHeader>
                <Cell className="text-muted">{text(name, before)}</Cell>
                <Cell className={my && 'font-medium'}>{text(name, my ? my.after : before)}</Cell>
                <Cell className={their && 'font-medium'}>{text(name, their ? their.after : before)}</Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </Alert>
  );
}
