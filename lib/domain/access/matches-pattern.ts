/**
 * Whether a text is as the pattern says: `*` stands for any number of characters, `?` for one, upper and lower case are
 * the same. Takes no longer than the product of the two lengths, whatever they are: both come from outside.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const [subject, wanted] = [characters(text), characters(pattern)];
  let at = 0;
  let place = 0;
  // Where the last star stands, and how much of the subject it has taken so far.
  let star = -1;
  let taken = 0;
  while (at < subject.length) {
    if (wanted[place] === '*') {
      star = place;
      taken = at;
      place += 1;
    } else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === subject[at])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      place = star + 1;
    } else return false;
  }
  while (wanted[place] === '*') place += 1;
  return place === wanted.length;
}

/** By characters, not by halves of a character, as LIKE does in the database. Next to no text has any that are halved. */
function characters(text: string): ArrayLike<string> {
  const lower = text.toLowerCase();
  return /[\uD800-\uDFFF]/.test(lower) ? Array.from(lower) : lower;
}
