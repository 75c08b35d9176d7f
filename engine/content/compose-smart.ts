import MailComposer from 'nodemailer/lib/mail-composer';
import { buildContent, type Content, isContentField, isShownIn } from './build-content';
import { type DecodedMessage, decodeMessage } from './decode-message';
import { type HeaderBlock, readHeaderBlock, withCrlf, writeHeaderBlock } from './header-block';
import { quotedHtml, quotedText } from './quote-original';
import { htmlToText } from './html-to-text';
import { sealOf } from './sealed-message';
import { threadFields } from './thread-fields';

export type SmartMessage = {
  readonly kind: 'reply' | 'forward';
  /** What the client wrote, a whole message. */
  readonly written: Buffer;
  /** The message that it answers or forwards, as it is stored. */
  readonly original: Buffer;
  /** The client has put the original into its message itself. */
  readonly replaceMime: boolean;
};

/**
 * The message that a client means by SmartReply or SmartForward: below its own words those of the original, in a forwarded
 * message with all attachments. What the client signed or encrypted is never taken apart, and neither is an original that
 * was: a forwarded message then carries the original as a whole, an answer to what cannot be read goes without it.
 *
 * @throws OutgoingProblem `malformed`
 * @see [MS-ASCMD] 2.2.1.19 SmartReply, 2.2.1.18 SmartForward
 */
export async function composeSmart({ kind, written, original, replaceMime }: SmartMessage): Promise<Buffer> {
  const message = readHeaderBlock(written);
  const source = headerOf(original);
  const tied = { fields: [...message.fields, ...threadFields(message, source, kind)], body: message.body };
  if (replaceMime) return writeHeaderBlock(tied);
  const own = sealOf(message) ? null : await decodeMessage(written);
  // An answer to an invitation is for a program to read, and has to stay as it is.
  const isFixed = own === null || own.attachments.some(({ type }) => type === 'text/calendar');
  const seal = sealOf(source);
  const isWhole = kind === 'forward' ? seal !== null : seal === 'opaque';
  const quoted = isWhole ? null : await decodeMessage(original);
  if (!isFixed && quoted) return merged(tied, contentOf(kind, own, quoted));
  if (kind === 'reply') return writeHeaderBlock(tied);
  if (isFixed) return wrapped(tied, original);
  return merged(tied, { ...own, attachments: [...own.attachments, attachedMessage(original)] });
}

function contentOf(kind: SmartMessage['kind'], own: DecodedMessage, original: DecodedMessage): Content {
  const html = own.html === undefined ? undefined : quotedHtml(own.html, original, kind);
  const text = quotedText(own.text ?? htmlToText(own.html ?? ''), original, kind);
  const kept = kind === 'forward' ? original.attachments : original.attachments.filter((each) => isShownIn(html, each));
  return { text, html, attachments: [...own.attachments, ...kept] };
}

async function merged({ fields }: HeaderBlock, content: Content): Promise<Buffer> {
  const built = await buildContent(content);
  return writeHeaderBlock({
    fields: [...fields.filter((field) => !isContentField(field)), ...built.fields],
    body: built.body,
  });
}

/** What the client wrote, octet by octet, and the original, side by side. */
async function wrapped({ fields, body }: HeaderBlock, original: Buffer): Promise<Buffer> {
  const entity = writeHeaderBlock({ fields: fields.filter(({ name }) => name.startsWith('content-')), body });
  const { content, contentType } = attachedMessageParts(original);
  const node = new MailComposer({
    attachments: [{ raw: entity }, { content, contentType, contentDisposition: 'attachment', filename: 'message.eml' }],
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const built = readHeaderBlock(await node.build());
  return writeHeaderBlock({
    fields: [...fields.filter((field) => !isContentField(field)), ...built.fields.filter(isContentField)],
    body: built.body,
  });
}

const attachedMessageParts = (original: Buffer) => ({ content: withCrlf(original), contentType: 'message/rfc822' });

const attachedMessage = (original: Buffer) => ({
  fileName: 'message.eml',
  type: 'message/rfc822',
  isInline: false,
  contentId: null,
  method: null,
  charset: null,
  content: withCrlf(original),
});

/** A stored message may begin with anything; then it is tied to nothing. */
function headerOf(original: Buffer): HeaderBlock {
  try {
    return readHeaderBlock(original);
  } catch {
    return { fields: [], body: original };
  }
}
