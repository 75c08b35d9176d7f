import { readFileSync, readdirSync } from 'node:fs';
import { TYPE, parse, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { AuditAction, DeviceEventType } from '@/lib/domain/history/contract';
import { errorCatalog } from '@/lib/errors/domain-error';

const folder = new URL('./messages/', import.meta.url);
const languages = readdirSync(folder).toSorted();
const filesOf = (language: string) => readdirSync(new URL(`${language}/`, folder)).toSorted();

/** Texts of a file by their full key. */
function messagesOf(language: string, file: string): Map<string, string> {
  const content: unknown = JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8'));
  return new Map(flatten(content, ''));
}

function flatten(value: unknown, key: string): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${key} is no text`);
  return Object.entries(value).flatMap(([name, part]) => flatten(part, key === '' ? name : `${key}.${name}`));
}

/** What a text wants filled in: arguments with their kind and the values a select tells apart, and tags. */
function placeholders(text: string): string[] {
  const found = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      if (element.type === TYPE.tag) {
        found.add(`<${element.value}>`);
        visit(element.children);
      } else if (element.type === TYPE.select) {
        found.add(`${element.value}: ${Object.keys(element.options).toSorted().join(' | ')}`);
        Object.values(element.options).forEach((option) => visit(option.value));
      } else if (element.type === TYPE.plural) {
        // Languages have different plural forms; that it is one, and of what, must agree.
        found.add(`${element.value}: plural`);
        Object.values(element.options).forEach((option) => visit(option.value));
      } else {
        found.add(element.value);
      }
    }
  };
  visit(parse(text));
  return [...found].toSorted();
}

const source = 'en';
const files = filesOf(source);

describe.each(languages.filter((language) => language !== source))('the texts in %s', (language) => {
  it('stand in the same files as the English ones', () => expect(filesOf(language)).toEqual(files));

  it.each(files)('in %s have the same keys', (file) => {
    expect([...messagesOf(language, file).keys()].toSorted()).toEqual([...messagesOf(source, file).keys()].toSorted());
  });

  it.each(files)('in %s want the same filled in', (file) => {
    const translated = messagesOf(language, file);
    const different = [...messagesOf(source, file)]
      .map(([key, text]) => ({ key, english: placeholders(text), translated: placeholders(translated.get(key) ?? '') }))
      .filter(({ english, translated: own }) => english.join() !== own.join());
    expect(different).toEqual([]);
  });
});

describe.each(languages)('the texts in %s', (language) => {
  it('are there wherever a key is', () => {
    const empty = files.flatMap((file) =>
      [...messagesOf(language, file)].filter(([, text]) => text.trim() === '').map(([key]) => `${file}: ${key}`),
    );
    expect(empty).toEqual([]);
  });

  it('have a sentence for every refusal', () => {
    const keys = [...messagesOf(language, 'errors.json').keys()];
    expect(Object.keys(errorCatalog).filter((code) => !keys.includes(code))).toEqual([]);
  });

  it('have a sentence for every action of the history and every event of a device', () => {
    const history = messagesOf(language, 'history.json');
    const devices = messagesOf(language, 'devices.json');
    const missing = [
      ...AuditAction.options.filter((action) => !history.has(`actions.${action}`)),
      ...AuditAction.options.filter((action) => !history.has(`actionNames.${action}`)),
      ...DeviceEventType.options.filter((type) => !devices.has(`history.events.${type}`)),
    ];
    expect(missing).toEqual([]);
  });
});
