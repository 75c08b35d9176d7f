// A title stands behind `it(`, `describe(` or the bracket that closes the rows of an `each`.
const title = /(?:\b(?:it|describe|test)|\))\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)\s*,/g;

const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** The titles of tests and their groups, as they stand in a file: those of an `each` are templates. */
export function testTitles(source: string): Set<string> {
  const found = new Set<string>();
  for (const [, single, double, template] of source.matchAll(title)) {
    found.add(unescaped(single ?? double ?? template ?? ''));
  }
  return found;
}

/** Whether a text stands in a file as a string of its own, as the name of a row does. */
export function hasString(source: string, text: string): boolean {
  return [`'${text}'`, `"${text}"`, `\`${text}\``].some((each) => source.includes(each));
}
