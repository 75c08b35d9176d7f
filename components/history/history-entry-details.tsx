'use client';

import { useTranslations } from 'next-intl';
import { useActorText } from '@/components/history/audit-sentence';
import { deviceHref } from '@/components/history/entry-links';
import { useSnapshotNames } from '@/components/patterns/snapshot-names';
import { JsonDiff } from '@/components/patterns/json-diff';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Code } from '@/components/ui/code';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Everything an entry holds: who, from where, what it was before and after, and its place in the chain. */
export function HistoryEntryDetails({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('history.entry');
  const actorText = useActorText();
  const names = useSnapshotNames(entry);
  const { before, after, mailbox, deviceKey, requestId } = entry;
  const hasChange = Object.keys(before ?? {}).length + Object.keys(after ?? {}).length > 0;
  return (
    <div className="flex flex-col gap-3">
      {hasChange && <JsonDiff label={t('change')} before={before} after={after} names={names} />}
      <DescriptionList>
        <Description term={t('time')}>
          <AbsoluteTime at={entry.at} />
        </Description>
        <Description term={t('actor')}>{actorText(entry)}</Description>
        <Description term={t('address')}>
          {entry.address ? <Code>{entry.address}</Code> : <span className="text-muted">{t('unknown')}</span>}
        </Description>
        {mailbox && <Description term={t('mailbox')}>{mailbox}</Description>}
        {deviceKey && (
          <Description term={t('device')}>
            <Code>{deviceKey}</Code>{' '}
            <TextLink href={deviceHref(entry) ?? '/mobileadmin/devices'}>{t('showDevice')}</TextLink>
          </Description>
        )}
        {requestId && (
          <Description term={t('request')}>
            <Copyable value={requestId} label={t('copyRequest')} />
          </Description>
        )}
        <Description term={t('sequence')}>
          <Code>{entry.sequence}</Code>
        </Description>
        <Description term={t('hash')}>
          <Copyable value={entry.hash} label={t('copyHash')} />
        </Description>
      </DescriptionList>
    </div>
  );
}
