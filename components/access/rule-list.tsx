'use client';

import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { conditionTexts } from '@/components/access/rule-draft';
import { Badge } from '@/components/ui/badge';
import { IconButton } from '@/components/ui/icon-button';
import { Switch } from '@/components/ui/switch';
import type { Tone } from '@/components/ui/tone';
import type { AccessRuleInput } from '@/lib/domain/access/contract';
import type { AccessLevel } from '@/lib/domain/devices/contract';

const tone: Record<AccessLevel, Tone> = { allowed: 'success', blocked: 'danger', quarantined: 'warning' };

interface RuleListProps {
  rules: readonly AccessRuleInput[];
  canManage: boolean;
  onChange: (rules: AccessRuleInput[]) => void;
  onEdit: (index: number) => void;
}

/** The rules in the order in which they are asked. */
export function RuleList({ rules, canManage, onChange, onEdit }: RuleListProps) {
  const t = useTranslations('access');
  const swap = (index: number, with_: number) => {
    const [one, other] = [rules[index], rules[with_]];
    if (!one || !other) return;
    onChange(rules.map((rule, at) => (at === index ? other : at === with_ ? one : rule)));
  };
  const replace = (index: number, rule: AccessRuleInput) => onChange(rules.with(index, rule));
  return (
    <ol aria-label={t('rules.title')} className="flex flex-col divide-y divide-line">
      {rules.map((rule, index) => (
        <li key={rule.id ?? `new ${rule.name} ${index}`} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
          <div className="min-w-0 flex-1 basis-64">
            <p className="flex flex-wrap items-center gap-2">
              <span className="text-muted">{index + 1}.</span>
              <span className="min-w-0 font-medium break-words">{rule.name}</span>
              <Badge tone={rule.isEnabled ? tone[rule.level] : 'neutral'}>{t(`levels.${rule.level}`)}</Badge>
              {!rule.isEnabled && <span className="text-muted">{t('rules.off')}</span>}
            </p>
            <dl className="text-muted">
              {conditionTexts(rule.conditions).map(({ name, text }) => (
                <div key={name} className="flex flex-wrap gap-x-2">
                  <dt>{t(`conditions.${name}`)}:</dt>
                  <dd className="min-w-0 break-words">{text}</dd>
                </div>
              ))}
            </dl>
          </div>
          {canManage && (
            <div className="flex flex-wrap items-center gap-1">
              <Switch
                label={<span className="sr-only">{t('rules.enabled', { name: rule.name })}</span>}
                isOn={rule.isEnabled}
                onToggle={(isEnabled) => replace(index, { ...rule, isEnabled })}
              />
              <IconButton
                icon={ArrowUp}
                label={t('rules.up', { name: rule.name })}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              />
              <IconButton
                icon={ArrowDown}
                label={t('rules.down', { name: rule.name })}
                disabled={index === rules.length - 1}
                onClick={() => swap(index, index + 1)}
              />
              <IconButton icon={Pencil} label={t('rules.edit', { name: rule.name })} onClick={() => onEdit(index)} />
              <IconButton
                icon={Trash2}
                label={t('rules.remove', { name: rule.name })}
                onClick={() => onChange(rules.filter((_rule, at) => at !== index))}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
