'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { dateFormats } from '@/components/patterns/date-formats';
import { ShownOnceDialog } from '@/components/patterns/shown-once-dialog';
import type { LinkIssued } from '@/lib/domain/people/contract';

interface IssuedLinkDialogProps {
  link: LinkIssued;
  purpose: 'invitation' | 'password_reset';
  /** Whom it is for. */
  name: string;
  onClose: () => void;
}

/** A one-time link, for the only time: the database has its hash. */
export function IssuedLinkDialog({ link, purpose, name, onClose }: IssuedLinkDialogProps) {
  const t = useTranslations('people.link');
  const format = useFormatter();
  const at = format.dateTime(new Date(link.expiresAt), dateFormats.dayAndTime);
  return (
    <ShownOnceDialog
      title={t(`titles.${purpose}`, { name })}
      text={t(`texts.${purpose}`, { name })}
      value={`${window.location.origin}/mobileadmin/join/${link.token}`}
      label={t('copy')}
      note={t('goodUntil', { at })}
      onClose={onClose}
    />
  );
}
