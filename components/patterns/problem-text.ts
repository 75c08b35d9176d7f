'use client';

/* const problemText = useProblemText();  problemText(error): the sentence for a refusal, in the reader's language. */
import { useTranslations } from 'next-intl';
import { ApiProblem } from '@/lib/console/http/api-problem';

/** Gives the function that turns what a request was rejected with into a sentence. */
export function useProblemText(): (error: unknown) => string {
  const errors = useTranslations('errors');
  const t = useTranslations('common.problem');
  return (error) => {
    if (!(error instanceof ApiProblem)) return t('unknown');
    if (error.code === 'unreachable') return t('unreachable');
    if (error.code === 'internal_error' || !errors.has(error.code)) return t('unknown');
    return errors(error.code);
  };
}
