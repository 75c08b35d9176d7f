/**
 * The text as PostgreSQL can keep it and give it back unchanged: NUL and unpaired surrogates become U+FFFD. What a
 * phone or a script sends may hold both, and the hash of a history row must not depend on what the database does to them.
 */
export function storableText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\uFFFD');
}
