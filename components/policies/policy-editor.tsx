'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { LocalWipeWarning } from '@/components/policies/local-wipe-warning';
import { PolicyConflict } from '@/components/policies/policy-conflict';
import { usePolicyEditing, type PolicyEditing } from '@/components/policies/policy-editing';
import { PolicySaveBar } from '@/components/policies/policy-save-bar';
import { SavePolicyDialog } from '@/components/policies/save-policy-dialog';
import { settingCatalog, settingGroups, type SettingGroup } from '@/components/policies/setting-catalog';
import { SettingField, SwitchField, WholeNumberField } from '@/components/policies/setting-field';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import type { PolicyView } from '@/lib/domain/policies/contract';

interface PolicyEditorProps {
  /** As it is saved now; may change under the editor's hands. */
  policy: PolicyView;
  canManage: boolean;
}

/** Everything a policy says, in groups. Nothing is saved before its effect on the phones has been shown. */
export function PolicyEditor({ policy, canManage }: PolicyEditorProps) {
  const editing = usePolicyEditing(policy);
  const [isReviewing, setIsReviewing] = useState(false);
  const isDirty = editing.changes.length > 0;
  useWarningBeforeLeaving(isDirty);
  return (
    <>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isDirty && editing.input && !editing.isBehind) setIsReviewing(true);
        }}
      >
        {editing.isBehind && <PolicyConflict editing={editing} />}
        <AboutSection editing={editing} isReadOnly={!canManage} />
        {settingGroups.map((group) => (
          <GroupSection key={group} group={group} editing={editing} isReadOnly={!canManage} />
        ))}
        <ServerSection editing={editing} isReadOnly={!canManage} />
        {isDirty && <PolicySaveBar editing={editing} />}
      </form>
      {isReviewing && <SavePolicyDialog editing={editing} onClose={() => setIsReviewing(false)} />}
    </>
  );
}

interface SectionProps {
  editing: PolicyEditing;
  isReadOnly: boolean;
}

function AboutSection({ editing, isReadOnly }: SectionProps) {
  const t = useTranslations('policies');
  const { draft, issues, change } = editing;
  return (
    <Section title={t('groups.about')}>
      <div className="flex flex-col gap-4">
        <Field
          label={t('fields.name.label')}
          isRequired
          error={issues.has('name') ? t('fields.name.problem') : undefined}
        >
          <TextInput
            value={draft.name}
            autoComplete="off"
            readOnly={isReadOnly}
            onChange={(event) => change('name', event.target.value)}
          />
        </Field>
        <Field
          label={t('fields.description.label')}
          hint={t('fields.description.hint')}
          error={issues.has('description') ? t('fields.description.problem') : undefined}
        >
          <Textarea
            rows={2}
            value={draft.description}
            readOnly={isReadOnly}
            onChange={(event) => change('description', event.target.value)}
          />
        </Field>
      </div>
    </Section>
  );
}

function GroupSection({ group, editing, isReadOnly }: SectionProps & { group: SettingGroup }) {
  const t = useTranslations('policies.groups');
  const settings = settingCatalog.filter((setting) => setting.group === group);
  return (
    <Section title={t(group)} description={t.has(`${group}Hint`) ? t(`${group}Hint`) : undefined}>
      <div className="flex flex-col gap-5">
        {settings.map((setting) => (
          <SettingField key={setting.name} setting={setting} editing={editing} isReadOnly={isReadOnly} />
        ))}
        {group === 'lock' && <LocalWipeWarning draft={editing.draft} />}
      </div>
    </Section>
  );
}

function ServerSection({ editing, isReadOnly }: SectionProps) {
  const t = useTranslations('policies');
  return (
    <Section title={t('groups.server')} description={t('groups.serverHint')}>
      <div className="flex flex-col gap-5">
        <SwitchField name="allowNonProvisionable" editing={editing} isDisabled={isReadOnly} />
        <WholeNumberField
          name="refreshIntervalHours"
          editing={editing}
          isDisabled={isReadOnly}
          unit={t('units.hours')}
        />
      </div>
    </Section>
  );
}

/** The browser asks before the page is left with something unsaved in it. */
function useWarningBeforeLeaving(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
