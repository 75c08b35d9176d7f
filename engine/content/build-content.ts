import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import type { DecodedAttachment } from './decode-message';
import { type RawField, readHeaderBlock } from './header-block';

export type Content = {
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly DecodedAttachment[];
};

/** A body with the fields that describe it: what is put below the other fields of a message. */
export type BuiltContent = {
  readonly fields: readonly RawField[];
  readonly body: Buffer;
  /** IMAP section number of each attachment. */
  readonly paths: ReadonlyMap<DecodedAttachment, string>;
};

/** Fields that belong to the body, not to the message. */
export const isContentField = ({ name }: RawField): boolean => name.startsWith('content-') || name === 'mime-version';

/** Writes text, HTML and attachments as MIME, in UTF-8. Without text and HTML there is an empty text. */
export async function buildContent({ text, html, attachments }: Content): Promise<BuiltContent> {
  const forms = [
    ...(text !== undefined || html === undefined
      ? [{ contentType: 'text/plain; charset=utf-8', content: text ?? '' }]
      : []),
    ...(html !== undefined ? [{ contentType: 'text/html; charset=utf-8', content: html }] : []),
  ];
  const composer = new MailComposer({
    alternatives: forms.map((form) => ({ ...form, contentTransferEncoding: 'quoted-printable' })),
    attachments: attachments.map((attachment) => composerAttachment(attachment, html)),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const node = composer.compile();
  const { fields, body } = readHeaderBlock(await node.build());
  return { fields: fields.filter(isContentField), body, paths: pathsOf(node, attachments) };
}

/** Whether this attachment is shown inside this HTML. */
export const isShownIn = (html: string | undefined, { contentId }: DecodedAttachment): boolean =>
  contentId !== null && html?.includes(`cid:${contentId}`) === true;

function composerAttachment(attachment: DecodedAttachment, html: string | undefined) {
  const isShown = isShownIn(html, attachment);
  return {
    content: attachment.content,
    contentType: contentTypeOf(attachment),
    filename: attachment.fileName ?? (false as const),
    contentDisposition: isShown ? 'inline' : 'attachment',
    ...(isShown && attachment.contentId !== null && { cid: attachment.contentId }),
  };
}

function contentTypeOf({ type, method, charset, content }: DecodedAttachment): string {
  const known = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
  // Multipart without its parts would be read as having none.
  const safe = known.startsWith('multipart/') ? 'application/octet-stream' : known;
  const parameters = [
    ...(safe.startsWith('text/') ? charsetOf(charset, content) : []),
    ...(method !== null && /^[A-Z-]{1,20}$/i.test(method) ? [`method=${method}`] : []),
  ];
  return [safe, ...parameters].join('; ');
}

/** Other octets than those of ASCII mean nothing without their charset. */
function charsetOf(named: string | null, content: Buffer): string[] {
  if (named !== null && /^[\w.:+-]{1,40}$/.test(named) && !/^(us-)?ascii$/i.test(named)) return [`charset=${named}`];
  return isUtf8(content) ? ['charset=utf-8'] : [];
}

function isUtf8(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

function pathsOf(root: MimeNode, attachments: readonly DecodedAttachment[]): Map<DecodedAttachment, string> {
  const byContent = new Map<unknown, string>();
  const walk = (node: MimeNode, path: string) => {
    if (node.content !== undefined) byContent.set(node.content, path || '1');
    node.childNodes.forEach((each, index) => walk(each, path === '' ? `${index + 1}` : `${path}.${index + 1}`));
  };
  walk(root, '');
  const found = new Map<DecodedAttachment, string>();
  for (const attachment of attachments) {
    const path = byContent.get(attachment.content);
    if (path !== undefined) found.set(attachment, path);
  }
  return found;
}
