'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { deviceHref, targetHref } from '@/components/history/entry-links';
import { sentenceValues } from '@/components/history/sentence-values';
import { dateFormats } from '@/components/patterns/date-formats';
import { TextLink } from '@/components/ui/link';
import type { AuditEntry } from '@/lib/domain/history/contract';

/** Gives the function that says who acted: a person with their role, a token, the command line, a device. */
export function useActorText(): (entry: AuditEntry) => string {
  const t = useTranslations('history.actors');
  const roles = useTranslations('common.roles');
  return ({ actorKind, actorName: name, actorRole }) => t(actorKind, { name, role: actorRole ? roles(actorRole) : '' });
}

/** An entry of the history as one sentence, in which people, devices and policies stand out and lead on. */
export function AuditSentence({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('history.actions');
  const format = useFormatter();
  const actorText = useActorText();
  const { endAt, ...values } = sentenceValues(entry);
  return t.rich(entry.action, {
    ...values,
    end: endAt === '' ? '' : format.dateTime(new Date(endAt), dateFormats.moment),
    actor: () => <Emphasis>{actorText(entry)}</Emphasis>,
    target: () => <Mention href={targetHref(entry)}>{entry.targetName}</Mention>,
    mailbox: () => <Mention href={entry.targetKind === 'mailbox' ? null : deviceHref(entry)}>{entry.mailbox}</Mention>,
  });
}

function Mention({ href, children }: { href: string | null; children: ReactNode }) {
  return href === null ? <Emphasis>{children}</Emphasis> : <TextLink href={href}>{children}</TextLink>;
}

function Emphasis({ children }: { children: ReactNode }) {
  return <strong className="font-semibold break-words">{children}</strong>;
}
