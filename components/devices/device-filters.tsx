'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ActiveFilters, FilterBar, FilterMenu, SearchField } from '@/components/patterns/filter-bar';
import { Select } from '@/components/ui/select';
import { deviceQueries } from '@/lib/console/devices/queries';
import {
  AccessLevel,
  DevicePolicyState,
  DeviceSort,
  DeviceState,
  type DeviceListQuery,
} from '@/lib/domain/devices/contract';

interface DeviceFiltersProps {
  query: DeviceListQuery;
  onChange: (part: Partial<DeviceListQuery>, options?: { isTyping?: boolean }) => void;
  actions?: ReactNode;
}

const lastContactValues = ['day', 'week', 'month', 'older'] as const;

/** Everything that narrows the device list, as it stands in the address. */
export function DeviceFilters({ query, onChange, actions }: DeviceFiltersProps) {
  const t = useTranslations('devices');
  const format = useFormatter();
  const { data: facets } = useQuery(deviceQueries.facets());
  const deviceTypes = facets?.deviceTypes ?? [];

  return (
    <>
      <FilterBar label={t('list.findLabel')} actions={actions}>
        <SearchField
          label={t('list.search')}
          placeholder={t('list.searchPlaceholder')}
          value={query.search ?? ''}
          onSearch={(text) => onChange({ search: text === '' ? undefined : text }, { isTyping: true })}
        />
        <FilterMenu
          label={t('filters.state')}
          options={DeviceState.options.map((value) => ({ value, label: t(`states.${value}`) }))}
          selected={query.state ?? []}
          onChange={(state) => onChange({ state })}
        />
        <FilterMenu
          label={t('filters.policyState')}
          options={DevicePolicyState.options.map((value) => ({ value, label: t(`policyStates.${value}`) }))}
          selected={query.policyState ?? []}
          onChange={(policyState) => onChange({ policyState })}
        />
        <FilterMenu
          label={t('filters.access')}
          options={AccessLevel.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          selected={query.access ?? []}
          onChange={(access) => onChange({ access })}
        />
        <FilterMenu
          label={t('filters.push')}
          options={[{ value: 'cut', label: t('filters.cut') }]}
          selected={query.push ? [query.push] : []}
          onChange={([push]) => onChange({ push })}
        />
        {deviceTypes.length > 1 && (
          <FilterMenu
            label={t('filters.deviceType')}
            options={deviceTypes.map(({ value, count }) => ({ value, label: value, count: format.number(count) }))}
            selected={query.deviceType ?? []}
            onChange={(deviceType) => onChange({ deviceType })}
          />
        )}
        <Select
          isFilter
          className="min-w-56 flex-1 sm:w-52 sm:min-w-0 sm:flex-none"
          aria-label={t('filters.lastContact')}
          value={query.lastContact ?? 'any'}
          options={[
            { value: 'any', label: t('filters.anyTime') },
            ...lastContactValues.map((value) => ({ value, label: t(`filters.${value}`) })),
          ]}
          onValueChange={(value) => onChange({ lastContact: value === 'any' ? undefined : value })}
        />
        <Select
          isFilter
          className="min-w-40 flex-1 md:hidden"
          aria-label={t('filters.sort')}
          value={query.sort}
          options={DeviceSort.options.map((value) => ({ value, label: t(`filters.sorts.${value}`) }))}
          onValueChange={(sort) => onChange({ sort })}
        />
      </FilterBar>
      <ActiveDeviceFilters query={query} onChange={onChange} />
    </>
  );
}

const without = <Value,>(values: readonly Value[], value: Value) => values.filter((one) => one !== value);

/** What narrows the list now, each part removable. */
function ActiveDeviceFilters({ query, onChange }: Pick<DeviceFiltersProps, 'query' | 'onChange'>) {
  const t = useTranslations('devices');
  const { search, state = [], policyState = [], access = [], deviceType = [], lastContact, push } = query;
  const filters = [
    ...(search
      ? [
          {
            id: 'search',
            label: t('filters.active.search', { value: search }),
            onRemove: () => onChange({ search: undefined }),
          },
        ]
      : []),
    ...state.map((value) => ({
      id: `state-${value}`,
      label: t('filters.active.state', { value: t(`states.${value}`) }),
      onRemove: () => onChange({ state: without(state, value) }),
    })),
    ...policyState.map((value) => ({
      id: `policy-${value}`,
      label: t('filters.active.policyState', { value: t(`policyStates.${value}`) }),
      onRemove: () => onChange({ policyState: without(policyState, value) }),
    })),
    ...access.map((value) => ({
      id: `access-${value}`,
      label: t('filters.active.access', { value: t(`access.${value}`) }),
      onRemove: () => onChange({ access: without(access, value) }),
    })),
    ...deviceType.map((value) => ({
      id: `type-${value}`,
      label: t('filters.active.deviceType', { value }),
      onRemove: () => onChange({ deviceType: without(deviceType, value) }),
    })),
    ...(push
      ? [
          {
            id: 'push',
            label: t('filters.active.push', { value: t(`filters.${push}`) }),
            onRemove: () => onChange({ push: undefined }),
          },
        ]
      : []),
    ...(lastContact
      ? [{ id: 'contact', label: t(`filters.${lastContact}`), onRemove: () => onChange({ lastContact: undefined }) }]
      : []),
  ];
  return <ActiveFilters filters={filters} onClear={() => onChange(noFilters)} />;
}

/** Takes every filter off and leaves the order as it is. */
export const noFilters: Partial<DeviceListQuery> = {
  search: undefined,
  state: undefined,
  policyState: undefined,
  access: undefined,
  deviceType: undefined,
  lastContact: undefined,
  push: undefined,
};

/** True if something narrows the list. */
export function hasFilters(query: DeviceListQuery): boolean {
  const { search, state, policyState, access, deviceType, lastContact, push } = query;
  return Boolean(
    search || lastContact || push || [state, policyState, access, deviceType].some((list) => list && list.length > 0),
  );
}
