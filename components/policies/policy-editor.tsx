'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { LocalWipeWarning } from '@/components/policies/local-wipe-warning';
import { PolicyConflict } from '@/components/policies/policy-conflict';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { PolicySaveBar } from '@/components/policies/policy-save-bar';
import { SavePolicyDialog } from '@/components/policies/save-policy-dialog';
import type { SettingGroup } from '@/components/policies/setting-catalog';
import {
  groupAnchor,
  SettingFinderBar,
  useSettingFinder,
  type SettingFinder,
} from '@/components/policies/setting-finder';
import { SettingRow } from '@/components/policies/setting-row';
import { EmptyState } from '@/components/patterns/empty-state';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';

interface PolicyEditorProps {
  editing: PolicyEditing;
  canManage: boolean;
}

/** Everything a policy says, in groups. Nothing is saved before its effect on the phones has been shown. */
export function PolicyEditor({ editing, canManage }: PolicyEditorProps) {
  const finder = useSettingFinder(editing);
  const [isReviewing, setIsReviewing] = useState(false);
  const isDirty = editing.changes.length > 0;
  useWarningBeforeLeaving(isDirty);
  return (
    <div className="min-w-0">
      <SettingFinderBar finder={finder} editing={editing} />
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isDirty && editing.input && !editing.isBehind) setIsReviewing(true);
        }}
      >
        {editing.isBehind && <PolicyConflict editing={editing} />}
        {!finder.isNarrowed && <AboutSection editing={editing} isReadOnly={!canManage} />}
        {finder.groups.map((group) => (
          <GroupSection key={group} group={group} finder={finder} editing={editing} isReadOnly={!canManage} />
        ))}
        {finder.groups.length === 0 && <NothingFound onClear={finder.clear} />}
        {isDirty && <PolicySaveBar editing={editing} />}
      </form>
      {isReviewing && <SavePolicyDialog editing={editing} onClose={() => setIsReviewing(false)} />}
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useTranslations('policies.find');
  return (
    <EmptyState title={t('none')} hint={t('noneHint')} actions={<Button onClick={onClear}>{t('clear')}</Button>} />
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

function GroupSection({
  group,
  finder,
  editing,
  isReadOnly,
}: SectionProps & { group: SettingGroup; finder: SettingFinder }) {
  const t = useTranslations('policies.groups');
  return (
    <Section
      id={groupAnchor(group)}
      // Below what stays in sight: the ways to the groups, and on narrow screens the head of the page.
      className="scroll-mt-28"
      title={t(group)}
      description={t.has(`${group}Hint`) ? t(`${group}Hint`) : undefined}
    >
      <div className="flex flex-col gap-5">
        {finder.shown
          .filter((setting) => setting.group === group)
          .map((setting) => (
            <SettingRow key={setting.name} setting={setting} editing={editing} isReadOnly={isReadOnly} />
          ))}
        {group === 'lock' && <LocalWipeWarning draft={editing.draft} />}
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
