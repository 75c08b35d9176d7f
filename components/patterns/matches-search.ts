/**
 * True if each word of the search stands somewhere in the texts. Neither case nor accents count, and an umlaut is found
 * in both ways of writing it without.
 */
export function matchesSearch(search: string, texts: readonly string[]): boolean {
  const haystack = texts.flatMap((text) => [bare(text), bare(spelledOut(text))]).join('\n');
  return bare(search)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

const bare = (text: string) =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').trim();

const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const spelledOut = (text: string) => text.toLowerCase().replaceAll(/[äöü]/g, (letter) => umlauts[letter] ?? letter);
