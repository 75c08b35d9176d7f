'use client';

import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { mailboxAddress } from '@/components/people/mailbox-address';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { TextLink } from '@/components/ui/link';
import type { GroupView } from '@/lib/domain/mailboxes/contract';

/** More would make the list unreadable; all of them stand in the form. */
const SHOWN_PATTERNS = 3;

export interface GroupTools {
  onEdit: (group: GroupView) => void;
  onDelete: (group: GroupView) => void;
  /** By one place; undefined at the end of the list. */
  onUp?: () => void;
  onDown?: () => void;
}

interface GroupItemProps {
  group: GroupView;
  place: number;
  tools?: GroupTools;
}

/** One group of the list: its place in the order, whom it takes, and who is in it. */
export function GroupItem({ group, place, tools }: GroupItemProps) {
  const t = useTranslations('people.groups');
  const { id, name, policyName, byHandCount: byHand, byPatternCount: byPattern } = group;
  return (
    <li className="flex items-start justify-between gap-2 border-line py-2 not-first:border-t">
      <div className="min-w-0">
        <p className="flex gap-1.5">
          <span className="text-muted">{place}.</span>
          <TextLink className="wrap-anywhere" href={`/mobileadmin/people${mailboxAddress.write({ groupId: id })}`}>
            {name}
          </TextLink>
        </p>
        <PatternList patterns={group.patterns} />
        <p className="text-muted">{t('split', { total: group.mailboxCount, byHand, byPattern })}</p>
        <p className="text-muted">{policyName === null ? t('noPolicy') : t('policy', { policy: policyName })}</p>
      </div>
      {tools && (
        <div className="flex shrink-0">
          <IconButton
            icon={ArrowUp}
            size="sm"
            label={t('order.up', { group: name })}
            aria-disabled={!tools.onUp}
            className="aria-disabled:opacity-40"
            onClick={(event) => moveWith(event.currentTarget, tools.onUp)}
          />
          <IconButton
            icon={ArrowDown}
            size="sm"
            label={t('order.down', { group: name })}
            aria-disabled={!tools.onDown}
            className="aria-disabled:opacity-40"
            onClick={(event) => moveWith(event.currentTarget, tools.onDown)}
          />
          <DropdownMenu trigger={<IconButton icon={Ellipsis} size="sm" label={t('actionsFor', { group: name })} />}>
            <MenuItem icon={Pencil} onSelect={() => tools.onEdit(group)}>
              {t('edit.open')}
            </MenuItem>
            <MenuItem icon={Trash2} isDangerous onSelect={() => tools.onDelete(group)}>
              {t('delete.open')}
            </MenuItem>
          </DropdownMenu>
        </div>
      )}
    </li>
  );
}

/** The list is sorted anew by moving elements, which takes the focus from one that is moved. */
function moveWith(button: HTMLElement, move?: () => void): void {
  move?.();
  requestAnimationFrame(() => button.focus());
}

function PatternList({ patterns }: { patterns: readonly string[] }) {
  const t = useTranslations('people.groups');
  if (patterns.length === 0) return null;
  const hidden = patterns.length - SHOWN_PATTERNS;
  return (
    <ul aria-label={t('patterns')} className="font-mono text-sm">
      {patterns.slice(0, SHOWN_PATTERNS).map((pattern) => (
        <li key={pattern} className="wrap-anywhere">
          {pattern}
        </li>
      ))}
      {hidden > 0 && <li className="font-sans text-muted">{t('morePatterns', { count: hidden })}</li>}
    </ul>
  );
}
