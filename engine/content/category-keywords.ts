// Categories of Outlook and phones are IMAP keywords. A keyword is an atom (RFC 3501), a category is any text: what an
// atom cannot hold is written as `=XX` for each octet of UTF-8, a space as `_`. Servers may fold the case of keywords,
// which this survives. Keywords that programs use among themselves are no categories.

/** [MS-ASEMAIL] 2.2.2 Elements: as many as an item may have. */
export const MAX_CATEGORIES = 300;
const MAX_CATEGORY_LENGTH = 255;

/** Set while a flag is marked as complete. */
export const FOLLOW_UP_DONE = '$FollowUpDone';

const ofPrograms = new Set([
  'junk',
  'nonjunk',
  'notjunk',
  'forwarded',
  'mdnsent',
  'redirected',
  'submitted',
  'unsubscribed',
  'hasattachment',
  'hasnoattachment',
]);

const isOfPrograms = (keyword: string): boolean => /^[$\\]/.test(keyword) || ofPrograms.has(keyword.toLowerCase());

/**
 * The keyword that stands for a category.
 *
 * @returns null if the name is empty or too long
 */
export function keywordOfCategory(name: string): string | null {
  if (name === '' || name.length > MAX_CATEGORY_LENGTH) return null;
  const keyword = name.replaceAll(/[^A-Za-z0-9 !#$&'+,./:;<>?@^`|~-]/gu, escaped).replaceAll(' ', '_');
  if (!isOfPrograms(keyword)) return keyword;
  return `${escaped(keyword.charAt(0))}${keyword.slice(1)}`;
}

/** The category that a keyword stands for, or null if programs use it among themselves. */
export function categoryOfKeyword(keyword: string): string | null {
  if (isOfPrograms(keyword)) return null;
  const name = keyword.replaceAll('_', ' ').replaceAll(/(?:=[\dA-F]{2})+/gi, unescaped);
  return name.length > MAX_CATEGORY_LENGTH ? null : name;
}

/** The categories among the keywords of a message, each once. */
export function categoriesOf(keywords: readonly string[]): string[] {
  const names = keywords.map(categoryOfKeyword).filter((name) => name !== null);
  return [...new Set(names)].slice(0, MAX_CATEGORIES);
}

const escaped = (text: string): string =>
  Array.from(Buffer.from(text), (octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** What is not UTF-8 was not written here, and stays as it is. */
function unescaped(run: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(run.replaceAll('=', ''), 'hex'),
    );
  } catch {
    return run;
  }
}
