'use client';

import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Description, DescriptionList } from '@/components/ui/description-list';
import type { GroupView } from '@/lib/domain/mailboxes/contract';

interface GroupConflictProps {
  /** As somebody else saved it meanwhile. */
  latest: GroupView;
  onKeep: () => void;
  onDrop: () => void;
}

/** What somebody else saved while one was writing, above one's own entries, and the ways on. */
export function GroupConflict({ latest, onKeep, onDrop }: GroupConflictProps) {
  const t = useTranslations('people.groups.conflict');
  return (
    <Alert
      tone="warning"
      isLive
      title={t('title')}
      actions={
        <>
          <Button size="sm" variant="primary" onClick={onKeep}>
            {t('keep')}
          </Button>
          <Button size="sm" onClick={onDrop}>
            {t('drop')}
          </Button>
        </>
      }
    >
      <p>{t('text')}</p>
      <DescriptionList>
        <Description term={t('name')}>
          <span className="wrap-anywhere">{latest.name}</span>
        </Description>
        <Description term={t('patterns')}>
          {latest.patterns.length === 0 ? (
            <span className="text-muted">{t('none')}</span>
          ) : (
            <ul className="font-mono">
              {latest.patterns.map((pattern) => (
                <li key={pattern} className="wrap-anywhere">
                  {pattern}
                </li>
              ))}
            </ul>
          )}
        </Description>
      </DescriptionList>
    </Alert>
  );
}
