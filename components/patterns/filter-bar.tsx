'use client';

/*
 * <FilterBar label="Find devices" actions={<ColumnChooser …/>}>
 *   <SearchField label="Search" placeholder value={query.search ?? ''} onSearch={(text) => …} />
 *   <FilterMenu label="State" options={[{ value, label, count? }]} selected={query.state ?? []} onChange={(values) => …} />
 *   <Select aria-label="Last contact" … />
 * </FilterBar>
 * <ActiveFilters filters={[{ id, label, onRemove }]} onClear={…} />
 * The caller writes the URL; nothing here keeps filter state.
 */
import { ChevronDown, Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import { TextInput } from '@/components/ui/text-input';

interface FilterBarProps {
  label: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** Search and filters above a list, and last what decides how it is shown. */
export function FilterBar({ label, actions, children }: FilterBarProps) {
  return (
    <search aria-label={label} className="mb-3 flex min-w-0 flex-wrap items-end gap-2">
      {children}
      {actions && <div className="ms-auto flex flex-wrap gap-2">{actions}</div>}
    </search>
  );
}

const SETTLED_MS = 300;

interface SearchFieldProps {
  label: string;
  placeholder?: string;
  /** What is searched for now, from the URL. */
  value: string;
  onSearch: (text: string) => void;
}

/** Searches when typing pauses, at once on Enter. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    // Changed from outside (a link, "clear all"): show that. Our own search coming back must not undo further typing.
    setSeen(value);
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }

  const search = useEffectEvent((wanted: string) => {
    setSent(wanted);
    onSearch(wanted);
  });
  useEffect(() => {
    if (text.trim() === sent) return undefined;
    const timer = setTimeout(() => search(text.trim()), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, sent]);

  return (
    <form
      className="w-full sm:w-72 sm:max-w-80 sm:grow"
      onSubmit={(event) => {
        event.preventDefault();
        setSent(text.trim());
        onSearch(text.trim());
      }}
    >
      <Field label={label} isLabelHidden>
        <span className="relative block">
          <Search
            aria-hidden
            className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
          />
          <TextInput
            type="search"
            className="ps-8"
            placeholder={placeholder}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
      </Field>
    </form>
  );
}

interface FilterMenuProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string; count?: string }[];
  selected: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** Several values of one kind, behind a button that says how many are chosen. */
export function FilterMenu<Value extends string>({ label, options, selected, onChange }: FilterMenuProps<Value>) {
  const t = useTranslations('common.filter');
  return (
    <Popover
      label={label}
      trigger={
        <Button>
          {selected.length > 0 ? t('labelWithCount', { label, count: selected.length }) : label}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="sr-only">{label}</legend>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            className="py-0.5"
            label={
              <>
                {option.label} {option.count !== undefined && <span className="text-muted">({option.count})</span>}
              </>
            }
            checked={selected.includes(option.value)}
            onCheckedChange={(isChecked) =>
              onChange(isChecked ? [...selected, option.value] : selected.filter((value) => value !== option.value))
            }
          />
        ))}
      </fieldset>
    </Popover>
  );
}

interface ActiveFiltersProps {
  filters: readonly { id: string; label: string; onRemove: () => void }[];
  onClear: () => void;
}

/** What narrows the list now; each can be taken off. Nothing at all without filters. */
export function ActiveFilters({ filters, onClear }: ActiveFiltersProps) {
  const t = useTranslations('common.filter');
  if (filters.length === 0) return null;
  return (
    <ul aria-label={t('active')} className="mb-3 flex flex-wrap items-center gap-2">
      {filters.map((filter) => (
        <li key={filter.id}>
          <Button size="sm" aria-label={t('remove', { filter: filter.label })} onClick={filter.onRemove}>
            {filter.label}
            <X aria-hidden />
          </Button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={onClear}>
          {t('clear')}
        </Button>
      </li>
    </ul>
  );
}
