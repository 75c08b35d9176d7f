'use client';

import {
  Archive,
  Calendar,
  Contact,
  Folder,
  Inbox,
  ListTodo,
  OctagonAlert,
  PencilLine,
  Send,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { ChoosableFolderRole, type FolderRole, type MailboxFolder } from '@/lib/domain/folders/contract';

interface FolderRowProps {
  folder: MailboxFolder;
  depth: number;
  /** As phones see it. */
  role: FolderRole;
  /** Null: as it was detected. Left out for those who may only look. */
  onChoose?: (role: FolderRole | null) => void;
}

const DETECTED = 'detected';
const DEEPEST = 6;

const icons: Record<FolderRole, LucideIcon> = {
  inbox: Inbox,
  drafts: PencilLine,
  sent: Send,
  trash: Trash2,
  outbox: Send,
  junk: OctagonAlert,
  archive: Archive,
  mail: Folder,
  calendar: Calendar,
  contacts: Contact,
  tasks: ListTodo,
};

/** One folder of the tree: its name, what it is used for, and the choice. */
export function FolderRow({ folder, depth, role, onChoose }: FolderRowProps) {
  const t = useTranslations('mailbox.folders');
  const roles = useTranslations('mailbox.roles');
  const { name, path, detectedRole, chosenRole } = folder;
  const Icon = icons[role];
  const isFixed = detectedRole === 'inbox' || !onChoose;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-4 py-2 not-first:border-t">
      <div
        className="flex min-w-0 grow basis-56 items-start gap-2"
        style={{ paddingInlineStart: `${Math.min(depth, DEEPEST) * 1.25}rem` }}
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <span className="min-w-0">
          <span className="wrap-anywhere">{name}</span>
          {depth > 0 && <span className="sr-only"> ({path})</span>}
          {chosenRole !== null && (
            <span className="block text-muted">{t('chosen', { role: roles(detectedRole) })}</span>
          )}
          {chosenRole === null && role !== detectedRole && (
            <span className="block text-muted">{t('givenUp', { role: roles(detectedRole) })}</span>
          )}
        </span>
      </div>
      {isFixed ? (
        <span className="text-muted">{roles(role)}</span>
      ) : (
        <div className="flex items-center gap-2 max-sm:w-full">
          <Select
            className="w-72 max-sm:grow"
            aria-label={t('roleOf', { path })}
            value={chosenRole ?? DETECTED}
            options={[
              { value: DETECTED, label: t('detected', { role: roles(detectedRole) }) },
              ...ChoosableFolderRole.options.map((value) => ({ value, label: roles(value) })),
            ]}
            onValueChange={(value) => onChoose(value === DETECTED ? null : ChoosableFolderRole.parse(value))}
          />
          {chosenRole !== null && (
            <Button size="sm" aria-label={t('resetOf', { path })} onClick={() => onChoose(null)}>
              {t('reset')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
