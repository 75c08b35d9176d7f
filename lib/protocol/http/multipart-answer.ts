export const MULTIPART_TYPE = 'application/vnd.ms-sync.multipart';

/** An answer to ItemOperations whose data stands outside of its document, and so needs no base64. */
export interface MultipartAnswer {
  /** WBXML. */
  readonly document: Uint8Array;
  /** `Part` n of the document is `parts[n - 1]`. */
  readonly parts: readonly Uint8Array[];
}

export interface MultipartLimits {
  readonly maxBytes: number;
  readonly maxParts: number;
}

export type MultipartErrorCode = 'too_large' | 'too_many_parts' | 'truncated' | 'part_outside';

/** Bytes that are no multipart answer. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';

  constructor(readonly code: MultipartErrorCode) {
    super(code);
  }
}

const WORD = 4;
const ENTRY = 2 * WORD;
const defaultLimits: MultipartLimits = Object.freeze({ maxBytes: 64 * 1024 * 1024, maxParts: 101 });

/**
 * The body of an answer as chunks to send one after the other: a table of the parts, the document, the parts. Nothing
 * is copied. The sum of the chunks' lengths is the Content-Length.
 *
 * @throws RangeError if the whole is larger than its offsets can say
 * @see [MS-ASCMD] 2.2.1.10.1 MultiPartResponse
 */
export function encodeMultipartAnswer({ document, parts }: MultipartAnswer): Uint8Array[] {
  const all = [document, ...parts];
  const table = Buffer.alloc(WORD + all.length * ENTRY);
  table.writeInt32LE(all.length);
  let offset = table.length;
  for (const [index, part] of all.entries()) {
    table.writeInt32LE(offset, WORD + index * ENTRY); // throws RangeError beyond 2³¹ − 1
    table.writeInt32LE(part.length, WORD + index * ENTRY + WORD);
    offset += part.length;
  }
  return [table, ...all];
}

/**
 * Takes an answer apart, as a client. The parts are views into it.
 *
 * @throws MultipartError
 */
export function decodeMultipartAnswer(bytes: Uint8Array, limits: Partial<MultipartLimits> = {}): MultipartAnswer {
  const { maxBytes, maxParts } = { ...defaultLimits, ...limits };
  if (bytes.length > maxBytes) throw new MultipartError('too_large');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < WORD) throw new MultipartError('truncated');
  const count = view.getUint32(0, true);
  if (count > maxParts) throw new MultipartError('too_many_parts');
  const tableEnd = WORD + count * ENTRY;
  if (count === 0 || bytes.length < tableEnd) throw new MultipartError('truncated');
  const [document, ...parts] = Array.from({ length: count }, (_each, index) => {
    const start = view.getUint32(WORD + index * ENTRY, true);
    const end = start + view.getUint32(WORD + index * ENTRY + WORD, true);
    if (start < tableEnd || end > bytes.length) throw new MultipartError('part_outside');
    return bytes.subarray(start, end);
  });
  if (!document) throw new MultipartError('truncated');
  return { document, parts };
}
