'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { actionKinds, actionKindNames, type ActionKind } from '@/components/history/action-kinds';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Popover } from '@/components/ui/popover';
import type { AuditAction } from '@/lib/domain/history/contract';

interface ActionFilterProps {
  selected: readonly AuditAction[];
  onChange: (actions: AuditAction[]) => void;
}

/** What was done, grouped: a whole kind with one tick, or single actions of it. */
export function ActionFilter({ selected, onChange }: ActionFilterProps) {
  const t = useTranslations('history.filters');
  const filter = useTranslations('common.filter');
  const label = t('action');
  return (
    <Popover
      label={label}
      className="max-h-[min(32rem,70dvh)] overflow-y-auto"
      trigger={
        <Button>
          {selected.length > 0 ? filter('labelWithCount', { label, count: selected.length }) : label}
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {actionKindNames.map((kind) => (
          <KindFilter key={kind} kind={kind} selected={selected} onChange={onChange} />
        ))}
      </div>
    </Popover>
  );
}

function KindFilter({ kind, selected, onChange }: ActionFilterProps & { kind: ActionKind }) {
  const t = useTranslations('history');
  const actions: readonly AuditAction[] = actionKinds[kind];
  const chosen = actions.filter((action) => selected.includes(action));
  const others = selected.filter((action) => !actions.includes(action));
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{t(`kinds.${kind}`)}</legend>
      <Checkbox
        label={<span className="font-medium">{t(`kinds.${kind}`)}</span>}
        checked={chosen.length === actions.length}
        isIndeterminate={chosen.length > 0 && chosen.length < actions.length}
        onCheckedChange={(isChecked) => onChange(isChecked ? [...others, ...actions] : others)}
      />
      {actions.length > 1 && (
        <div className="flex flex-col ps-6">
          {actions.map((action) => (
            <Checkbox
              key={action}
              label={t(`actionNames.${action}`)}
              checked={selected.includes(action)}
              onCheckedChange={(isChecked) =>
                onChange(isChecked ? [...selected, action] : selected.filter((other) => other !== action))
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}
