import type { AbstractIntlMessages } from 'next-intl';
import type { Locale } from '@/lib/console/i18n/locale';

const files = import.meta.glob<AbstractIntlMessages>('../../i18n/messages/*/*.json', { import: 'default' });

const camelCase = (name: string) => name.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** All texts of a language: each file of `lib/i18n/messages/<locale>/` under its name in camelCase. */
export async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const entries = Object.entries(files).map(async ([path, load]) => {
    const [, language, name] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
    if (language !== locale || name === undefined) return [];
    return [[camelCase(name), await load()] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}
