import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AbstractIntlMessages, createTranslator } from 'next-intl';
import type { Look } from './looks';

const folder = new URL('../../lib/i18n/messages/', import.meta.url);
const camelCase = (name: string) => name.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** A text of the console by its key, such as `access.rules.add`. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

/** The texts of the console in a language, by which steps find what they click on. */
export function wordsOf(locale: Look['locale']): Words {
  const language = new URL(`${locale}/`, folder);
  const messages = Object.fromEntries(
    readdirSync(fileURLToPath(language))
      .filter((file) => file.endsWith('.json'))
      .map((file) => {
        // Our own files, which a test reads as messages.
        const content = JSON.parse(readFileSync(new URL(file, language), 'utf8')) as AbstractIntlMessages;
        return [camelCase(file.replace('.json', '')), content];
      }),
  );
  // Messages that are read at run time have no keys to the compiler; a wrong one is reported with the picture.
  return createTranslator({ locale, messages }) as Words;
}
