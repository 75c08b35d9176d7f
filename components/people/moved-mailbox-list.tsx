import { useTranslations } from 'next-intl';
import { TextLink } from '@/components/ui/link';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { MovedMailboxes } from '@/lib/domain/mailboxes/contract';

const listClass = 'flex max-h-32 flex-col gap-0.5 overflow-y-auto rounded-md border border-line px-3 py-2';

interface MovedMailboxListProps {
  title: string;
  moved: MovedMailboxes;
  /** Which of the two groups is not the one the page speaks of. */
  shows: 'from' | 'to' | 'both';
}

/** Mailboxes that change their group, the first by name; nothing, if there is none. */
export function MovedMailboxList({ title, moved, shows }: MovedMailboxListProps) {
  const t = useTranslations('people.groups.preview');
  const { count, mailboxes } = moved;
  if (count === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <p>{title}</p>
      <ul aria-label={title} className={listClass}>
        {mailboxes.map(({ id, name, from, to }) => (
          <li key={id} className="flex flex-wrap gap-x-2">
            <TextLink className="wrap-anywhere" href={`/mobileadmin/people/mailboxes/${id}`} target="_blank">
              {name}
            </TextLink>
            {shows !== 'to' && <span className="text-muted">{t('from', { group: from ?? t('none') })}</span>}
            {shows !== 'from' && <span className="text-muted">{t('to', { group: to ?? t('none') })}</span>}
          </li>
        ))}
        <More count={count - mailboxes.length} />
      </ul>
    </div>
  );
}

interface NameListProps {
  names: readonly string[];
  count: number;
  label: string;
}

/** The first names, and how many more there are. */
export function NameList({ names, count, label }: NameListProps) {
  if (names.length === 0) return null;
  return (
    <ScrollRegion label={label} className="max-h-32 overflow-y-auto px-3 py-2">
      <ul>
        {names.map((name) => (
          <li key={name} className="wrap-anywhere">
            {name}
          </li>
        ))}
        <More count={count - names.length} />
      </ul>
    </ScrollRegion>
  );
}

function More({ count }: { count: number }) {
  const t = useTranslations('people.groups.preview');
  return count > 0 && <li className="text-muted">{t('more', { count })}</li>;
}
