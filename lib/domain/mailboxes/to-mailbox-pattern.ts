/** A domain without wildcards: labels with points in between. */
const DOMAIN = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u;

/** As a pattern is kept: in lower case, without stars that say nothing, and a domain as everybody in it. */
export function toMailboxPattern(text: string): string {
  const pattern = text.trim().toLowerCase().replaceAll(/\*+/g, '*');
  if (pattern.startsWith('@')) return `*${pattern}`;
  return DOMAIN.test(pattern) ? `*@${pattern}` : pattern;
}
