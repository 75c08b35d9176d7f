/** A LIKE pattern that finds the text anywhere, taken literally: `%` and `_` in it mean themselves. */
export function containsPattern(text: string): string {
  return `%${escapeLike(text)}%`;
}

/** The text with what LIKE gives a meaning escaped. Also for Prisma's `contains`, which does not do it. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
