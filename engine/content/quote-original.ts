import type { Address, Email } from 'postal-mime';
import type { DecodedMessage } from './decode-message';
import { htmlToText } from './html-to-text';
import { linesToHtml } from './text-to-html';

/** An answer marks every line of the original, a forwarded message stands as it was. */
export type QuoteKind = 'reply' | 'forward';

/** What the client wrote, and below it the original: as plain text. */
export function quotedText(written: string, original: DecodedMessage, kind: QuoteKind): string {
  const lines = (original.text ?? htmlToText(original.html ?? '')).replaceAll('\r\n', '\n').trimEnd().split('\n');
  const quoted =
    kind === 'reply' ? lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd())) : lines;
  const head = headLines(original.email).map(([name, value]) => `${name}: ${value}`);
  const all = [written.trimEnd(), '', '-'.repeat(32), ...head, '', ...quoted, ''];
  return all.join('\n').replaceAll(/\r?\n/g, '\r\n');
}

/** The same as HTML. */
export function quotedHtml(written: string, original: DecodedMessage, kind: QuoteKind): string {
  const head = headLines(original.email).map(([name, value]) => `<b>${name}:</b> ${linesToHtml(value)}<br>`);
  const body = original.html === undefined ? linesToHtml(original.text ?? '') : withoutFrame(original.html);
  const quote = kind === 'reply' ? `<blockquote style="${QUOTE_STYLE}">${body}</blockquote>` : body;
  const block = `<br><hr>\r\n<div>${head.join('\r\n')}</div>\r\n<br>\r\n${quote}\r\n`;
  const end = Math.max(written.lastIndexOf('</body'), written.lastIndexOf('</BODY'));
  return end < 0 ? `${written}${block}` : `${written.slice(0, end)}${block}${written.slice(end)}`;
}

const QUOTE_STYLE = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex';
const MAX_LIST_LENGTH = 4000;

/** Names of header fields, which every program and every language knows. */
function headLines(email: Email): [string, string][] {
  const date = email.headers.find(({ key }) => key === 'date')?.value ?? '';
  const lines: [string, string][] = [
    ['From', addresses(email.from ? [email.from] : [])],
    ['Date', date],
    ['To', addresses(email.to ?? [])],
    ['Cc', addresses(email.cc ?? [])],
    ['Subject', email.subject ?? ''],
  ];
  return lines.flatMap(([name, value]): [string, string][] => {
    const line = value.replaceAll(/\s+/g, ' ').trim();
    return line === '' ? [] : [[name, line]];
  });
}

const addresses = (list: readonly Address[]): string =>
  list
    .flatMap((entry) => entry.group ?? [entry])
    .map(({ name, address }) => (name ? `${name} <${address}>` : address))
    .join(', ')
    .slice(0, MAX_LIST_LENGTH);

/** A document inside another one has no head and body of its own; its styles stay. */
const withoutFrame = (html: string): string =>
  html
    .replaceAll(/<\/?(?:html|head|body)\b[^<>]*>/gi, '')
    .replaceAll(/<!doctype\b[^<>]*>|<\?xml\b[^<>]*>|<(?:meta|base)\b[^<>]*>/gi, '')
    .replaceAll(/<title\b[^<>]*>[^<]*<\/title\s*>/gi, '');
