import { parseHeaderValue } from 'nodemailer/lib/mime-funcs';
import { decodeWords } from 'postal-mime';
import { fieldOf, splitEntity } from './header-section';
import type { MessagePart } from '@/engine/backends/contract';

const DEPTH_LIMIT = 16;
const PART_LIMIT = 500;

type Range = { readonly start: number; readonly end: number };

export type Structure = {
  readonly structure: MessagePart;
  /** Where the octets of each part lie in the message, by path. */
  readonly ranges: ReadonlyMap<string, Range>;
  /** How the octets of each part are encoded, by path. */
  readonly encodings: ReadonlyMap<string, string>;
};

/**
 * Takes a message apart as an IMAP server does for BODYSTRUCTURE, with the same section numbers. What is nested too
 * deeply, or comes after very many parts, is left whole.
 */
export function readStructure(raw: Buffer): Structure {
  const reader = new StructureReader(raw);
  const structure = reader.read({ start: 0, end: raw.length }, { own: '', leaf: '1', depth: 0 });
  return { structure, ranges: reader.ranges, encodings: reader.encodings };
}

type Place = {
  /** Path if it has several parts, and what the paths of those begin with. */
  readonly own: string;
  readonly leaf: string;
  readonly depth: number;
  readonly defaultType?: string;
};

class StructureReader {
  readonly ranges = new Map<string, Range>();
  readonly encodings = new Map<string, string>();
  private partCount = 0;

  constructor(private readonly raw: Buffer) {}

  read(range: Range, place: Place): MessagePart {
    this.partCount += 1;
    const { header, bodyStart } = splitEntity(this.raw, range);
    const body = { start: bodyStart, end: range.end };
    const { value, params } = parseHeaderValue(
      fieldOf(header, 'content-type') ?? place.defaultType ?? 'text/plain; charset=us-ascii',
      { stripComments: true },
    );
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(value) ? value.toLowerCase() : 'text/plain';
    const parameters = decodeParameters(params);
    const encoding = (fieldOf(header, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase();
    const entries = this.entriesOf({ type, boundary: parameters['boundary'], body }, place);
    const path = entries === null ? place.leaf : place.own;
    if (!this.ranges.has(path)) {
      this.ranges.set(path, body);
      this.encodings.set(path, entries ? '' : encoding); // parts that hold parts are not encoded as a whole
    }
    const parts = entries ?? this.insideMessage({ type, encoding, body }, place);
    const named = type.startsWith('multipart/') && entries === null ? 'text/plain' : type;
    const sizeBytes = body.end - body.start;
    return { path, type: named, parameters, encoding, sizeBytes, ...describe(header, parameters), parts };
  }

  /** Null: it has no parts. */
  private entriesOf(
    { type, boundary, body }: { type: string; boundary: string | undefined; body: Range },
    { own, depth }: Place,
  ): MessagePart[] | null {
    if (!type.startsWith('multipart/') || !boundary || depth >= DEPTH_LIMIT) return null;
    const defaultType = type === 'multipart/digest' ? 'message/rfc822' : undefined;
    const parts: MessagePart[] = [];
    for (const range of this.between(boundary, body)) {
      if (this.partCount >= PART_LIMIT) break;
      const path = own === '' ? `${parts.length + 1}` : `${own}.${parts.length + 1}`;
      parts.push(this.read(range, { own: path, leaf: path, depth: depth + 1, defaultType }));
    }
    return parts.length > 0 ? parts : null;
  }

  private insideMessage(
    { type, encoding, body }: { type: string; encoding: string; body: Range },
    { leaf, depth }: Place,
  ): MessagePart[] {
    const isReadable = type === 'message/rfc822' && !['base64', 'quoted-printable'].includes(encoding);
    if (!isReadable || depth >= DEPTH_LIMIT || this.partCount >= PART_LIMIT) return [];
    return [this.read(body, { own: leaf, leaf: `${leaf}.1`, depth: depth + 1 })];
  }

  /** What lies between the lines of a boundary; the line end before each belongs to it. */
  private *between(boundary: string, { start, end }: Range): Generator<Range> {
    const mark = Buffer.from(`--${boundary}`, 'latin1');
    let opened: number | null = null;
    for (let at = this.raw.indexOf(mark, start); at >= 0 && at < end; at = this.raw.indexOf(mark, at + mark.length)) {
      if (at > start && this.raw[at - 1] !== 0x0a) continue;
      const lineEnd = this.raw.indexOf('\n', at + mark.length);
      const rest = this.raw.subarray(at + mark.length, lineEnd < 0 ? end : lineEnd).toString('latin1');
      if (!/^(--)?[ \t]*\r?$/.test(rest) && !rest.startsWith('--')) continue;
      if (opened !== null) yield { start: opened, end: Math.max(opened, this.beforeLineEnd(at)) };
      opened = rest.startsWith('--') || lineEnd < 0 ? null : lineEnd + 1;
      if (opened === null) return;
    }
    if (opened !== null && opened < end) yield { start: opened, end }; // the last line is missing: cut short on its way
  }

  private beforeLineEnd(at: number): number {
    return this.raw[at - 2] === 0x0d ? at - 2 : at - 1;
  }
}

function describe(header: string, parameters: Readonly<Record<string, string>>) {
  const { value, params } = parseHeaderValue(fieldOf(header, 'content-disposition') ?? '', { stripComments: true });
  const disposition = value.toLowerCase();
  const id = fieldOf(header, 'content-id')
    ?.trim()
    .replace(/^<(.*)>$/, '$1');
  return {
    disposition: disposition === 'attachment' || disposition === 'inline' ? disposition : null,
    fileName: decodeParameters(params)['filename'] ?? parameters['name'] ?? null,
    contentId: id || null,
  } as const;
}

function decodeParameters(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeWords(value)]));
}
