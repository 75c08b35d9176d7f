import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Address as ParsedAddress, type Email } from 'postal-mime';
import {
  type Address,
  extraHeaders,
  type MessageHead,
  type MessageMarks,
  type MessagePart,
  type MessageText,
  textKey,
} from '@/engine/backends/contract';
import { withCrlf } from '@/engine/content/header-block';
import type { MessageSource } from '@/engine/content/load-messages';
import { cutOctets } from '@/engine/content/cut-octets';

/** What the parser knows about a part, beside what it shows. */
type Node = {
  readonly contentType: { parsed: { value: string; params: Record<string, string> }; multipart: string | false };
  readonly contentTransferEncoding: { encoding: string };
  readonly contentDisposition: { parsed: { value: string; params: Record<string, string> } };
  readonly contentId?: string;
  readonly content: ArrayBuffer | null;
  readonly childNodes: readonly Node[];
  getTextContent(): string;
};

export const noMarks: MessageMarks = {
  isRead: false,
  isFlagged: false,
  isAnswered: false,
  isDraft: false,
  keywords: [],
};

const testdata = fileURLToPath(new URL('../testdata/', import.meta.url));

/** A message of the folder testdata, with the line ends it has on its way. */
export const testMail = (name: string): Buffer => withCrlf(readFileSync(`${testdata}${name}.eml`));

/** A mail store of one folder that holds these messages, with the uids 1, 2 and so on. It counts what is asked of it. */
export class RawMailStore implements MessageSource {
  readonly calls = { fetchHeads: 0, fetchTexts: 0, fetchPart: 0 };
  /** Octets that were handed out. */
  octets = 0;

  constructor(
    private readonly mails: readonly Buffer[],
    private readonly marks: Partial<MessageMarks> = {},
  ) {}

  fetchHeads: MessageSource['fetchHeads'] = async ({ uids }) => {
    this.calls.fetchHeads += 1;
    const heads = uids.map(async (uid) => {
      const raw = this.mails[uid - 1];
      return raw ? [await headOf(raw, { uid, ...noMarks, ...this.marks })] : [];
    });
    return (await Promise.all(heads)).flat();
  };

  fetchTexts: MessageSource['fetchTexts'] = async ({ wishes }) => {
    this.calls.fetchTexts += 1;
    const texts = new Map<string, MessageText>();
    for (const { uid, part, limitBytes } of wishes) {
      const node = await this.nodeAt(uid, part.path);
      if (!node) continue;
      const whole = Buffer.from(node.getTextContent());
      const content = cutOctets(whole, limitBytes);
      this.octets += content.length;
      texts.set(textKey(uid, part.path), { content: content.toString(), isTruncated: content.length < whole.length });
    }
    return texts;
  };

  fetchPart: MessageSource['fetchPart'] = async ({ uid, path, limitBytes }) => {
    this.calls.fetchPart += 1;
    const raw = this.mails[uid - 1];
    const whole = path === '' ? raw : Buffer.from((await this.nodeAt(uid, path))?.content ?? new ArrayBuffer(0));
    if (!whole) return null;
    this.octets += Math.min(limitBytes, whole.length);
    return { content: whole.subarray(0, limitBytes), isTruncated: whole.length > limitBytes };
  };

  private async nodeAt(uid: number, path: string): Promise<Node | undefined> {
    const raw = this.mails[uid - 1];
    if (!raw) return undefined;
    const { root } = await parsed(raw);
    if (!root.contentType.multipart) return root;
    return path.split('.').reduce<Node | undefined>((node, index) => node?.childNodes[Number(index) - 1], root);
  }
}

/** The structure of a message as a mail server would tell it. */
export const structureOf = async (raw: Buffer): Promise<MessagePart> => partOf((await parsed(raw)).root, '');

async function headOf(raw: Buffer, state: MessageMarks & { uid: number }): Promise<MessageHead> {
  const { email, root } = await parsed(raw);
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value;
  const headers = extraHeaders.flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...state,
    receivedAt: new Date('2026-03-04T09:15:30Z'),
    sentAt: dateOf(email.date),
    sizeBytes: raw.length,
    from: addresses(email.from ? [email.from] : []),
    to: addresses(email.to ?? []),
    cc: addresses(email.cc ?? []),
    bcc: addresses(email.bcc ?? []),
    replyTo: addresses(email.replyTo ?? []),
    subject: email.subject ?? '',
    messageId: email.messageId ?? null,
    inReplyTo: email.inReplyTo ?? null,
    headers: Object.fromEntries(headers),
    structure: partOf(root, ''),
  };
}

/** A date that is none is left out, as a back end does. */
function dateOf(field: string | undefined): Date | null {
  const date = new Date(field ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

type Parsed = { email: Email; root: Node };

/** Each message is parsed once: the large ones take seconds on a busy machine. */
const parses = new WeakMap<Buffer, Promise<Parsed>>();

function parsed(raw: Buffer): Promise<Parsed> {
  const parse = parses.get(raw) ?? parseMail(raw);
  parses.set(raw, parse);
  return parse;
}

async function parseMail(raw: Buffer): Promise<Parsed> {
  const parser = new PostalMime({ forceRfc822Attachments: true });
  const email = await parser.parse(raw);
  // The tree is no part of the library's types; this is for tests alone, which would notice if it changed.
  const { root } = parser as unknown as { root: Node };
  return { email, root };
}

function partOf(node: Node, path: string): MessagePart {
  const { value, params } = node.contentType.parsed;
  const parts = node.childNodes.map((each, index) =>
    partOf(each, path === '' ? `${index + 1}` : `${path}.${index + 1}`),
  );
  const disposition = node.contentDisposition.parsed.value;
  const length = node.content?.byteLength ?? 0;
  const encoding = node.contentTransferEncoding.encoding || '7bit';
  return {
    path: path === '' && !value.startsWith('multipart/') ? '1' : path,
    type: value,
    parameters: params,
    encoding,
    sizeBytes: encoding === 'base64' ? Math.ceil((length * 78) / 57) : length,
    disposition: disposition === 'attachment' || disposition === 'inline' ? disposition : null,
    fileName: node.contentDisposition.parsed.params['filename'] ?? params['name'] ?? null,
    contentId: node.contentId?.replaceAll(/^<|>$/g, '') ?? null,
    parts,
  };
}

const addresses = (list: readonly ParsedAddress[]): Address[] =>
  list.flatMap((entry) => entry.group ?? [entry]).map(({ name, address }) => ({ name, address }));
