export type NoticeLanguage = 'en' | 'de';

/**
 * The language of the notice: the first of the phone's languages that there is one for, else the one it has told as its
 * own, else English.
 *
 * @param acceptLanguage as the phone sends it; weights are not looked at, phones list the preferred one first
 */
export function chooseLanguage(acceptLanguage: string | null, osLanguage: string | null): NoticeLanguage {
  const named = (acceptLanguage ?? '').split(',').flatMap((each) => languageOf(each) ?? []);
  return named[0] ?? languageOf(osLanguage ?? '') ?? 'en';
}

function languageOf(name: string): NoticeLanguage | null {
  const word = name.trim().toLowerCase();
  if (/^(de|deu|ger|german|deutsch)([^a-z]|$)/.test(word)) return 'de';
  return /^(en|eng|english)([^a-z]|$)/.test(word) ? 'en' : null;
}
