'use client';

import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import type { FolderRole } from '@/lib/domain/folders/contract';

interface FolderEffectProps {
  changes: readonly { path: string; from: FolderRole; to: FolderRole }[];
  deviceCount: number;
}

/** What a change of roles will do, before it is saved. */
export function FolderEffect({ changes, deviceCount: count }: FolderEffectProps) {
  const t = useTranslations('mailbox.folders');
  const roles = useTranslations('mailbox.roles');
  if (changes.length === 0) return <Alert title={t('noEffect')}>{t('noEffectHint')}</Alert>;
  return (
    <Alert tone="warning" title={t('effect', { count })}>
      <ul className="list-disc ps-5">
        {changes.map(({ path, from, to }) => (
          <li key={path} className="wrap-anywhere">
            {t('change', { path, from: roles(from), to: roles(to) })}
          </li>
        ))}
      </ul>
      <p>{t('effectHint')}</p>
    </Alert>
  );
}
