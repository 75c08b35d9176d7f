import { GroupPatterns, MailboxPattern } from '@/lib/domain/mailboxes/contract';

/** What stands in a field with one pattern a line. */
export interface PatternLines {
  /** As they will be kept. */
  patterns: string[];
  /** The first line that is no pattern. */
  wrong: string | null;
  isTooMany: boolean;
}

/** Reads the patterns of a group from a field with one a line; empty lines do not count. */
export function patternLines(text: string): PatternLines {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const wrong = lines.find((line) => !MailboxPattern.safeParse(line).success) ?? null;
  const all = GroupPatterns.safeParse(lines);
  return { patterns: all.success ? all.data : [], wrong, isTooMany: wrong === null && !all.success };
}
