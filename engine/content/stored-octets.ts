import { createHash } from 'node:crypto';
import { decodeTransfer } from '@/engine/backends/decode-transfer';
import { readStructure } from '@/engine/backends/mime-structure';
import type { MessagePart } from '@/engine/backends/contract';

// The parser that takes messages apart reads everything but base64 by lines: it ends them in LF, the last one too, and
// writes calendars in UTF-8. A file is to arrive with the octets it had, so these are looked up in the message itself.

/** A part as it is stored, without its transfer encoding. */
export type StoredPart = { readonly content: Buffer; readonly charset: string | null };

/** Finds the part that a parser made content of, and gives each of them once. */
export class StoredOctets {
  private readonly parts = new Map<string, StoredPart[]>();
  private longest = 0;

  constructor(raw: Buffer) {
    const { structure, ranges, encodings } = readStructure(raw);
    for (const { path, type, parameters } of leavesOf(structure)) {
      const encoding = encodings.get(path) ?? '';
      const range = ranges.get(path);
      // What is base64 comes out of the parser as it was; of texts the charset is missing.
      const isKept = encoding === 'base64' && !type.startsWith('text/') && type !== 'application/ics';
      if (!range || isKept) continue;
      const content = decodeTransfer(raw.subarray(range.start, range.end), encoding);
      this.longest = Math.max(this.longest, content.length);
      const name = nameOf(content);
      const part = { content, charset: parameters['charset'] ?? null };
      this.parts.set(name, [...(this.parts.get(name) ?? []), part]);
    }
  }

  /** Null: it was not changed, or is not to be found again. */
  take(parsed: Buffer): StoredPart | null {
    // The parser ends the last line.
    if (parsed.length > this.longest + 2) return null;
    return this.parts.get(nameOf(parsed))?.shift() ?? null;
  }
}

/** Attached messages are one part. */
function leavesOf(part: MessagePart): MessagePart[] {
  const isFrame = part.type.startsWith('multipart/') && part.parts.length > 0;
  return isFrame ? part.parts.flatMap(leavesOf) : [part];
}

/** The same for a content and for what is left of it when its lines are ended otherwise. */
function nameOf(content: Buffer): string {
  const lines = content.toString('latin1').replaceAll('\r\n', '\n').replace(/\n+$/, '');
  return createHash('sha256').update(lines, 'latin1').digest('base64');
}
