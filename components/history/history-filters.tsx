'use client';

import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { ActionFilter } from '@/components/history/action-filter';
import { TimeFilter } from '@/components/history/time-filter';
import { ActiveFilters, FilterBar, SearchField } from '@/components/patterns/filter-bar';
import { addDays, dayOf } from '@/lib/console/i18n/zoned-day';
import type { HistoryQuery } from '@/lib/domain/history/contract';

interface HistoryFiltersProps {
  query: HistoryQuery;
  onChange: (part: Partial<HistoryQuery>, options?: { isTyping?: boolean }) => void;
}

const textFilters = ['actor', 'mailbox', 'device'] as const;

/** Everything that narrows the history, as it stands in the address. */
export function HistoryFilters({ query, onChange }: HistoryFiltersProps) {
  const t = useTranslations('history.filters');
  return (
    <>
      <FilterBar label={t('label')}>
        <TimeFilter query={query} onChange={onChange} />
        <ActionFilter selected={query.action ?? []} onChange={(action) => onChange({ action })} />
        {textFilters.map((name) => (
          <SearchField
            key={name}
            label={t(name)}
            placeholder={t(`${name}Placeholder`)}
            value={query[name] ?? ''}
            onSearch={(text) => onChange({ [name]: text === '' ? undefined : text }, { isTyping: true })}
          />
        ))}
      </FilterBar>
      <ActiveHistoryFilters query={query} onChange={onChange} />
    </>
  );
}

/** What narrows the history now, each part removable. */
function ActiveHistoryFilters({ query, onChange }: HistoryFiltersProps) {
  const t = useTranslations('history');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const dayText = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  const { from, until, action = [] } = query;
  const filters = [
    from && {
      id: 'from',
      label: t('filters.active.from', { day: dayText(dayOf(new Date(from), timeZone)) }),
      onRemove: () => onChange({ from: undefined }),
    },
    until && {
      id: 'until',
      label: t('filters.active.through', { day: dayText(addDays(dayOf(new Date(until), timeZone), -1)) }),
      onRemove: () => onChange({ until: undefined }),
    },
    ...action.map((value) => ({
      id: value,
      label: t('filters.active.action', { value: t(`actionNames.${value}`) }),
      onRemove: () => onChange({ action: action.filter((other) => other !== value) }),
    })),
    ...textFilters.map((name) => {
      const value = query[name];
      return (
        value && {
          id: name,
          label: t(`filters.active.${name}`, { value }),
          onRemove: () => onChange({ [name]: undefined }),
        }
      );
    }),
  ];
  return (
    <ActiveFilters
      filters={filters.filter((filter) => typeof filter === 'object')}
      onClear={() => onChange(noFilters)}
    />
  );
}

/** Takes every filter off. */
export const noFilters: Partial<HistoryQuery> = {
  from: undefined,
  until: undefined,
  actor: undefined,
  mailbox: undefined,
  device: undefined,
  action: undefined,
};

/** True if something narrows the history. */
export function hasFilters({ from, until, actor, mailbox, device, action }: HistoryQuery): boolean {
  return Boolean(from || until || actor || mailbox || device || (action && action.length > 0));
}
