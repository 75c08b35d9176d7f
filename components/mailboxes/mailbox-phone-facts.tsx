'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Description } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import type { MailboxDetailView } from '@/lib/domain/mailboxes/contract';

interface MailboxPhoneFactsProps {
  mailbox: MailboxDetailView;
  /** Whether the page with the switches and limits is there for this person. */
  canSeeAccess: boolean;
}

/** Whether phones may be used with a mailbox and how many, by whose word, and where that is said. */
export function MailboxPhoneFacts({ mailbox, canSeeAccess }: MailboxPhoneFactsProps) {
  const t = useTranslations('mailbox.phones');
  const { isEasEnabled, easOrigin, maxDevices: max, placesTaken: taken } = mailbox.phones;
  const isFull = max !== null && taken >= max;
  return (
    <>
      <Description term={t('use')}>
        {isEasEnabled ? t('on') : <Badge tone="danger">{t('off')}</Badge>}
        <span className="block wrap-anywhere text-muted">
          {t(`origins.${easOrigin}`, { group: mailbox.group?.name ?? '' })}
        </span>
        {canSeeAccess && (
          <TextLink className="block" href="/mobileadmin/access#switches">
            {t('switches')}
          </TextLink>
        )}
      </Description>
      <Description term={t('limit')}>
        {max === null ? t('noLimit') : t('places', { taken, max })}
        {isFull && <span className="block">{t('full')}</span>}
        <span className="block text-muted">{t('everyMailbox')}</span>
        {canSeeAccess && (
          <TextLink className="block" href="/mobileadmin/access#settings">
            {t('settings')}
          </TextLink>
        )}
      </Description>
    </>
  );
}
