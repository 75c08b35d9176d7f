'use client';

import { useTranslations } from 'next-intl';
import type { AutoBlock } from '@/lib/domain/auto-block/contract';

/** Gives the function that says what a device did too often, as the end of a sentence: "it sent 301 mails in 60 minutes". */
export function useExcessText(): (autoBlock: AutoBlock) => string {
  const t = useTranslations('autoBlock.excess');
  return ({ kind, count, minutes }) => t(kind, { count, minutes });
}
