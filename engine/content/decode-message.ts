import { withCrlf } from './header-block';
import { StoredOctets } from './stored-octets';
import { withWindowsCharacters } from './windows-characters';
import PostalMime, { type Attachment, type Email } from 'postal-mime';

export type DecodedAttachment = {
  readonly fileName: string | null;
  readonly type: string;
  readonly isInline: boolean;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Of a calendar part. */
  readonly method: string | null;
  /** Of a text, as the message names it; null: it names none. */
  readonly charset: string | null;
  readonly content: Buffer;
};

export type DecodedMessage = {
  /** Undefined: it has no such form. */
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly DecodedAttachment[];
  readonly email: Email;
};

const limits = { maxNestingDepth: 32, maxHeadersSize: 512 * 1024, forceRfc822Attachments: true };

/**
 * Takes a message apart. Attached messages stay whole.
 *
 * @returns null if it is nested too deeply or its headers are too long
 */
export async function decodeMessage(raw: Buffer): Promise<DecodedMessage | null> {
  try {
    const email = await PostalMime.parse(raw, limits);
    const [text, html] = [email.text, email.html].map(tidied);
    return { text, html, attachments: decodedAttachments(email, raw), email };
  } catch {
    // The library throws for nothing but its limits.
    return null;
  }
}

/** The line end before a boundary belongs to the boundary; a draft would grow by it with every change. */
const tidied = (form: string | undefined): string | undefined =>
  form && withWindowsCharacters(form).replace(/\r?\n$/, '');

function decodedAttachments({ attachments }: Email, raw: Buffer): DecodedAttachment[] {
  if (attachments.length === 0) return [];
  const stored = new StoredOctets(raw);
  return attachments.map(({ content, ...attachment }: Attachment) => {
    const type = attachment.mimeType;
    const parsed = typeof content === 'string' ? Buffer.from(content) : bufferOf(content);
    const found = stored.take(parsed);
    return {
      fileName: attachment.filename,
      type,
      isInline: attachment.disposition === 'inline' || attachment.related === true,
      contentId: attachment.contentId?.replaceAll(/^\s*<|>\s*$/g, '') || null,
      method: attachment.method ?? null,
      charset: found?.charset ?? null,
      content: wholeLines(type, found?.content ?? parsed),
    };
  });
}

/** Messages end their lines in CRLF, and signatures in them depend on it. */
const wholeLines = (type: string, content: Buffer): Buffer =>
  type.startsWith('message/') ? withCrlf(content) : content;

const bufferOf = (content: ArrayBuffer | Uint8Array): Buffer =>
  content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
