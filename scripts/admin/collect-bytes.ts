import type { Readable } from 'node:stream';
import { AdminError } from './admin-error';

/** Reads a stream to its end. @throws AdminError if it is longer than the limit */
export async function collectBytes(input: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limitBytes) throw new AdminError(`Nothing was done: the input is longer than ${limitBytes} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
