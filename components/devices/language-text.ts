'use client';

/* const languageText = useLanguageText();  languageText('pt'): "Portuguese", in the reader's language */
import { useLocale } from 'next-intl';

/** Gives the function that names a language as phones report it; what is no language tag stays as it was reported. */
export function useLanguageText(): (tag: string) => string {
  const locale = useLocale();
  return (tag) => languageName(tag, locale);
}

/** The name of a language in another one, e.g. "Portugiesisch" for `pt`; the tag itself if nobody knows it. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag.replaceAll('_', '-')) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
