import { Prisma } from '@/lib/db/generated/client';
import { storableText } from '@/lib/domain/history/storable-text';
import { containsPattern } from '@/lib/domain/like-pattern';

/** More words than anybody types. */
const TERM_LIMIT = 10;
const TRIGRAM_LENGTH = 3;
/** What people write a phone number with. */
const PHONE_NUMBER = /^[+\d()/.-]*\d[+\d()/.-]*$/;

/**
 * The condition on `device_listing l` that a search text means: every word of it stands somewhere in mailbox, owner, name,
 * model, type, DeviceId, IMEI or phone number. A word of one or two characters stands at the beginning of a word there.
 * Phone numbers are also found when they are written with other separators, or with the national zero.
 */
export function searchConditions(search: string): Prisma.Sql[] {
  return storableText(search)
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '')
    .slice(0, TERM_LIMIT)
    .map(termCondition);
}

function termCondition(term: string): Prisma.Sql {
  if (Array.from(term).length < TRIGRAM_LENGTH) return beginningCondition(term);
  const digits = term.replaceAll(/\D/g, '').replace(/^0+/, '');
  const isPhoneNumber = PHONE_NUMBER.test(term) && digits.length >= TRIGRAM_LENGTH && digits !== term;
  if (!isPhoneNumber) return Prisma.sql`l.search_text LIKE ${containsPattern(term)}`;
  return Prisma.sql`l.search_text LIKE ANY (${[containsPattern(term), containsPattern(digits)]}::text[])`;
}

function beginningCondition(term: string): Prisma.Sql {
  const letters = term.replaceAll(/[^\p{L}\p{N}]/gu, '');
  // Of a lone punctuation mark nothing is left to look for.
  return letters === '' ? Prisma.sql`TRUE` : Prisma.sql`l.word_beginnings @> ${[letters]}::text[]`;
}
