'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { matchesSearch } from '@/components/patterns/matches-search';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import {
  settingCatalog,
  settingGroups,
  type Setting,
  type SettingGroup,
  type SettingName,
} from '@/components/policies/setting-catalog';
import { isDiffering } from '@/components/policies/setting-row';
import { FilterBar, SearchField } from '@/components/patterns/filter-bar';
import { Select } from '@/components/ui/select';

const views = ['all', 'differing', 'obeyed'] as const;
type View = (typeof views)[number];

/** Which settings are shown: those a search finds, those that are not the default, those that phones obey. */
export function useSettingFinder(editing: PolicyEditing) {
  const t = useTranslations('policies');
  const [search, setSearch] = useState('');
  const [view, setView] = useState<View>('all');
  // Decided when the view is chosen: a setting that is put back to its default does not vanish under the hand.
  const [differing, setDiffering] = useState<ReadonlySet<SettingName>>(new Set());

  const isInView = (setting: Setting) => {
    if (view === 'differing') return differing.has(setting.name) || isDiffering(editing.draft, setting);
    return view === 'all' || setting.obeyedBy.length > 0;
  };
  const isFound = ({ name, group }: Setting) =>
    matchesSearch(search, [name, t(`fields.${name}.label`), t(`fields.${name}.hint`), t(`groups.${group}`)]);
  const shown = settingCatalog.filter((setting) => isInView(setting) && isFound(setting));
  return {
    search,
    setSearch,
    view,
    setView: (next: View) => {
      setDiffering(new Set(settingCatalog.filter((each) => isDiffering(editing.draft, each)).map(({ name }) => name)));
      setView(next);
    },
    clear: () => {
      setSearch('');
      setView('all');
    },
    isNarrowed: search !== '' || view !== 'all',
    shown,
    groups: settingGroups.filter((group) => shown.some((setting) => setting.group === group)),
  };
}

export type SettingFinder = ReturnType<typeof useSettingFinder>;

/** Anchor of a group's section. */
export const groupAnchor = (group: SettingGroup) => `settings-${group}`;

/** Search, filter and a way to each group; the ways stay in sight while one scrolls. */
export function SettingFinderBar({ finder, editing }: { finder: SettingFinder; editing: PolicyEditing }) {
  const t = useTranslations('policies.find');
  const { search, setSearch, view, setView, shown, isNarrowed } = finder;
  return (
    <>
      <FilterBar label={t('toolbar')}>
        <SearchField label={t('label')} placeholder={t('placeholder')} value={search} onSearch={setSearch} />
        <Select
          isFilter
          aria-label={t('which')}
          value={view}
          options={views.map((value) => ({ value, label: t(`views.${value}`) }))}
          onValueChange={setView}
        />
        <p role="status" className="flex min-h-9 items-center text-muted sm:ms-auto">
          {isNarrowed && t('shown', { shown: shown.length, total: settingCatalog.length })}
        </p>
      </FilterBar>
      <GroupLinks finder={finder} editing={editing} />
    </>
  );
}

function GroupLinks({ finder, editing }: { finder: SettingFinder; editing: PolicyEditing }) {
  const t = useTranslations('policies');
  const format = useFormatter();
  const count = (group: SettingGroup) =>
    settingCatalog.filter((setting) => setting.group === group && isDiffering(editing.draft, setting)).length;
  if (finder.groups.length === 0) return null;
  return (
    // On narrow screens below the head of the page, which stays in sight as well.
    <nav
      aria-label={t('find.groups')}
      className="sticky top-[3.05rem] z-20 -mx-4 mb-3 overflow-x-auto border-b border-line bg-canvas px-4 md:top-0 md:-mx-6 md:px-6 xl:mx-0 xl:px-0"
    >
      <ul className="flex w-max gap-1 py-1.5 md:w-auto md:flex-wrap">
        {finder.groups.map((group) => {
          const differing = count(group);
          return (
            <li key={group}>
              <a
                href={`#${groupAnchor(group)}`}
                className="inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 whitespace-nowrap hover:bg-sunken"
              >
                {t(`groups.${group}`)}
                {differing > 0 && (
                  <>
                    <span aria-hidden className="rounded bg-info-soft px-1 text-xs font-semibold text-info-ink">
                      {format.number(differing)}
                    </span>
                    <span className="sr-only">{t('find.groupDiffering', { count: differing })}</span>
                  </>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
