import type { MailSearch } from '@/engine/backends/contract';

// What people type into the search field of a phone, in the part of the Keyword Query Language that an IMAP server can
// answer: words, "phrases", and from:, to:, subject:, hasattachment:, isread:, received>, received<. What else looks like a
// property is taken for words.

const MAX_TERMS = 16;
const TERM = /(?:([a-z]+)\s*(:|>=?|<=?|=)\s*)?(?:"([^"]*)"|([^\s"]+))/giu;

/** The search that a line of text stands for. */
export function readKeywords(line: string): MailSearch {
  const words: string[] = [];
  const search: { -readonly [Name in keyof MailSearch]: MailSearch[Name] } = { words };
  let terms = 0;
  for (const [whole, property, operator = '', quoted, plain] of line.matchAll(TERM)) {
    terms += 1;
    if (terms > MAX_TERMS) break;
    const value = (quoted ?? plain ?? '').replace(/\*$/, '').trim();
    if (value === '' || isConnective(whole)) continue;
    if (!property || !takeProperty(search, property.toLowerCase(), { operator, value })) {
      words.push(property ? `${property}${operator}${value}` : value);
    }
  }
  return search;
}

const isConnective = (term: string): boolean => term === 'AND' || term === 'OR';

type Condition = { readonly operator: string; readonly value: string };
type Draft = { -readonly [Name in keyof MailSearch]: MailSearch[Name] };

function takeProperty(search: Draft, property: string, { operator, value }: Condition): boolean {
  switch (property) {
    case 'from':
    case 'to':
    case 'subject':
      search[property] = value;
      return true;
    case 'hasattachment':
      search.hasAttachment = isYes(value);
      return true;
    case 'isread':
      search.isUnread = !isYes(value);
      return true;
    case 'received':
      return takeDate(search, operator, value);
    default:
      return false;
  }
}

const isYes = (value: string): boolean => /^(?:true|yes|1)$/i.test(value);

const DAY_MS = 86_400_000;

function takeDate(search: Draft, operator: string, value: string): boolean {
  const at = new Date(value);
  if (!/^\d{4}-\d{2}-\d{2}/.test(value) || Number.isNaN(at.getTime())) return false;
  if (operator.startsWith('>')) search.receivedAfter = at;
  else if (operator.startsWith('<')) search.receivedBefore = at;
  else Object.assign(search, { receivedAfter: at, receivedBefore: new Date(at.getTime() + DAY_MS) });
  return true;
}
