'use client';

import { RotateCcw } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { isSameValue, type DraftValue, type PolicyDraft } from '@/components/policies/policy-draft';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { settingDefaults, sinceVersion, type Setting } from '@/components/policies/setting-catalog';
import { SettingField } from '@/components/policies/setting-field';
import { useSettingText } from '@/components/policies/setting-text';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';

interface SettingRowProps {
  setting: Setting;
  editing: PolicyEditing;
  isReadOnly: boolean;
}

/** True if the draft says something else than a policy in which nothing was set. */
export function isDiffering(draft: PolicyDraft, { name }: Pick<Setting, 'name'>): boolean {
  const value: DraftValue = draft[name];
  return !isSameValue(value, settingDefaults[name]);
}

/** A setting with what there is to know about it: who obeys it, since which version, and whether it is the default. */
export function SettingRow({ setting, editing, isReadOnly }: SettingRowProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <SettingField setting={setting} editing={editing} isReadOnly={isReadOnly} />
      <SettingFacts setting={setting} editing={editing} isReadOnly={isReadOnly} />
    </div>
  );
}

function SettingFacts({ setting, editing, isReadOnly }: SettingRowProps) {
  const t = useTranslations('policies.setting');
  const fields = useTranslations('policies.fields');
  const text = useSettingText();
  const { name, editor } = setting;
  const since = sinceVersion(name);
  const hasDifference = isDiffering(editing.draft, setting);
  if (since === null && !hasDifference) return null;
  const value = text(name, settingDefaults[name]);
  return (
    // Under the words of a tick box, not under the box.
    <div
      className={`flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted ${editor.kind === 'switch' ? 'ps-6' : ''}`}
    >
      {since !== null && <SettingReach setting={setting} since={since} />}
      {hasDifference && (
        <>
          <Badge tone="info">{t('differs', { value })}</Badge>
          {!isReadOnly && (
            <Button
              size="sm"
              variant="ghost"
              icon={RotateCcw}
              className="-my-1"
              aria-label={t('resetOf', { setting: fields(`${name}.label`), value })}
              onClick={() => editing.reset(name)}
            >
              {t('reset')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function SettingReach({ setting, since }: { setting: Setting; since: string }) {
  const t = useTranslations('policies.setting');
  const format = useFormatter();
  const names = setting.obeyedBy.map((platform) => t(`platforms.${platform}`));
  return (
    <>
      <span>{names.length === 0 ? t('obeyedByNobody') : t('obeyedBy', { platforms: format.list(names) })}</span>
      <span title={t('sinceTitle')}>{t('since', { version: since })}</span>
      <code className="min-w-0 font-mono wrap-anywhere">{setting.name}</code>
    </>
  );
}
