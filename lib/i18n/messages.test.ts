import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('./messages/', import.meta.url);
const files = readdirSync(new URL('en/', folder));

/** Every text of a file under its path, such as `list.empty`. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries({ ...(typeof value === 'object' && value) }).flatMap(([key, inner]) =>
    texts(inner, path === '' ? key : `${path}.${key}`),
  );
}

const read = (language: string, file: string) =>
  new Map(texts(JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8'))));

/** Names of the ICU arguments and tags in a text. A brace that follows a branch's selector holds text, not a name. */
function placeholders(text: string): string[] {
  const tags = [...text.matchAll(/<(\w+)>/g)].map(([, tag]) => `<${tag}>`);
  const names: string[] = [];
  const isBranch: boolean[] = [];
  for (const [part] of text.matchAll(/\{\s*\w+\s*,\s*\w+|\{\s*\w+\s*\}|[{}]/g)) {
    const isComplex = part.includes(',');
    const insideArgument = isBranch.at(-1) === false;
    if (part === '}') isBranch.pop();
    else if (part === '{') isBranch.push(true);
    else if (isComplex) isBranch.push(false);
    if (part.length > 1 && !insideArgument) names.push(/\w+/.exec(part)?.[0] ?? '');
  }
  return [...new Set([...names, ...tags])].sort((one, other) => one.localeCompare(other));
}

describe('German says everything that English says', () => {
  it('has the same files', () => expect(readdirSync(new URL('de/', folder)).sort()).toEqual([...files].sort()));

  it.each(files)('has the same keys in %s', (file) => {
    expect([...read('de', file).keys()].sort()).toEqual([...read('en', file).keys()].sort());
  });

  it.each(files)('fills the same placeholders in %s', (file) => {
    const german = read('de', file);
    const differing = [...read('en', file)].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(german.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it.each(files)('leaves no text empty in %s', (file) => {
    expect([...read('de', file), ...read('en', file)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
