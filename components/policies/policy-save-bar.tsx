'use client';

import { useTranslations } from 'next-intl';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { Button } from '@/components/ui/button';

/** Stays in sight while something is unsaved: how much it is, and the ways on. */
export function PolicySaveBar({ editing }: { editing: PolicyEditing }) {
  const t = useTranslations('policies.save');
  const isInvalid = editing.issues.size > 0;
  return (
    <section
      aria-label={t('bar')}
      className="animate-appear sticky bottom-3 z-20 flex flex-wrap items-center justify-between gap-3 rounded-md border border-line-strong bg-raised px-4 py-2.5 shadow-float"
    >
      <p role="status">
        <strong className="font-semibold">{t('changes', { count: editing.changes.length })}</strong>
        {isInvalid && <span className="block text-danger-ink">{t('invalid')}</span>}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={editing.discard}>{t('discard')}</Button>
        <Button type="submit" variant="primary" disabled={isInvalid || editing.isBehind}>
          {t('review')}
        </Button>
      </div>
    </section>
  );
}
