import { z } from 'zod';

/** An address has no more. */
const LONGEST = 254;

/**
 * Which mailboxes a group takes, by their names in lower case: `*` stands for any number of characters, `?` for one. A domain,
 * with or without `@` before it, is taken for everybody in it.
 */
export const MailboxPattern = z
  .string()
  .max(2 * LONGEST)
  .overwrite(toPattern)
  .min(1)
  .max(LONGEST)
  .regex(/^[^\s\p{C},;<>"()]+$/u);
export type MailboxPattern = z.infer<typeof MailboxPattern>;

/** No pattern twice. */
export const GroupPatterns = z
  .array(MailboxPattern)
  .max(50)
  .overwrite((patterns) => [...new Set(patterns)]);
export type GroupPatterns = z.infer<typeof GroupPatterns>;

/** A domain without wildcards: labels with points in between. */
const DOMAIN = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u;

function toPattern(text: string): string {
  const pattern = text.trim().toLowerCase().replaceAll(/\*+/g, '*');
  if (pattern.startsWith('@')) return `*${pattern}`;
  return DOMAIN.test(pattern) ? `*@${pattern}` : pattern;
}
