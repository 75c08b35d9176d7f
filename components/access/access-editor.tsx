'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ApplyDialog } from '@/components/access/apply-dialog';
import { RuleDialog } from '@/components/access/rule-dialog';
import { RuleList } from '@/components/access/rule-list';
import { SettingsFields } from '@/components/access/settings-fields';
import { EmptyState } from '@/components/patterns/empty-state';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import type { AccessDraft, AccessRuleInput, AccessView } from '@/lib/domain/access/contract';

/** The draft that a stored book is: without who wrote what. */
function toDraft({ settings, rules }: AccessView): AccessDraft {
  return {
    settings,
    rules: rules.map(({ id, name, level, conditions, isEnabled }) => ({ id, name, level, conditions, isEnabled })),
  };
}

interface AccessEditorProps {
  book: AccessView;
  canManage: boolean;
}

/** Settings and rules as a draft. Nothing bites before it is applied, and that shows first whom it would hit. */
export function AccessEditor({ book, canManage }: AccessEditorProps) {
  const t = useTranslations('access');
  // What the draft was made from: somebody else may apply another meanwhile, and must not be overwritten.
  const [base, setBase] = useState(book);
  const [draft, setDraft] = useState(() => toDraft(book));
  const [editing, setEditing] = useState<number | 'new' | null>(null);
  const [isApplying, setIsApplying] = useState(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toDraft(base));
  const isOvertaken = book.revision !== base.revision;
  const setRules = (rules: AccessRuleInput[]) => setDraft({ ...draft, rules });

  function startOver() {
    setBase(book);
    setDraft(toDraft(book));
  }
  // With nothing to lose, the page simply follows.
  if (isOvertaken && (!isChanged || JSON.stringify(draft) === JSON.stringify(withoutIds(book, draft)))) startOver();

  return (
    <>
      {isOvertaken && isChanged && (
        <Alert
          tone="warning"
          isLive
          title={t('overtaken.title')}
          actions={<Button onClick={startOver}>{t('overtaken.action')}</Button>}
        >
          {t('overtaken.text')}
        </Alert>
      )}
      <Section
        id="rules"
        title={t('rules.title')}
        description={t('rules.description')}
        actions={
          canManage && (
            <Button icon={Plus} onClick={() => setEditing('new')}>
              {t('rules.add')}
            </Button>
          )
        }
      >
        {draft.rules.length === 0 && <EmptyState title={t('rules.empty')} hint={t('rules.emptyHint')} />}
        <RuleList rules={draft.rules} canManage={canManage} onChange={setRules} onEdit={setEditing} />
      </Section>
      <Section id="settings" title={t('settings.title')} description={t('settings.description')}>
        <SettingsFields
          settings={draft.settings}
          canManage={canManage}
          onChange={(change) => setDraft({ ...draft, settings: { ...draft.settings, ...change } })}
        />
      </Section>
      {isChanged && !isOvertaken && (
        <div
          role="region"
          aria-label={t('bar.label')}
          className="sticky bottom-2 z-10 flex flex-wrap items-center justify-between gap-3 rounded-md border border-line bg-surface p-3 shadow-lg"
        >
          <p>{t('bar.text')}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={startOver}>{t('bar.discard')}</Button>
            <Button variant="primary" onClick={() => setIsApplying(true)}>
              {t('bar.preview')}
            </Button>
          </div>
        </div>
      )}
      {editing !== null && (
        <RuleDialog
          rule={editing === 'new' ? undefined : draft.rules[editing]}
          onClose={() => setEditing(null)}
          onSave={(rule) => setRules(editing === 'new' ? [...draft.rules, rule] : draft.rules.with(editing, rule))}
        />
      )}
      {isApplying && <ApplyDialog draft={draft} revision={base.revision} onClose={() => setIsApplying(false)} />}
    </>
  );
}

/** The book as the draft would say it: new rules have got their ids. */
function withoutIds(book: AccessView, draft: AccessDraft): AccessDraft {
  const stored = toDraft(book);
  return {
    ...stored,
    rules: stored.rules.map((rule, index) => {
      const { id: _id, ...rest } = rule;
      return draft.rules[index]?.id === undefined ? rest : rule;
    }),
  };
}
