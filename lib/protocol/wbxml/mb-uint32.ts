import type { ByteReader } from '@/lib/protocol/wbxml/byte-reader';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';

const MAX_OCTETS = 5; // 5 × 7 bits is the least that holds 32
const MAX_VALUE = 0xffff_ffff;

/**
 * Reads a multi-byte integer: seven bits per octet, most significant first, the high bit set on all but the last.
 *
 * @throws WbxmlError `truncated` if the input ends inside the integer, `overflow` if it needs more than 32 bits
 * @see WAP-192-WBXML 5.1 Multi-byte Integers
 */
export function readMbUint32(reader: ByteReader): number {
  const start = reader.offset;
  let value = 0;
  for (let octet = 0; octet < MAX_OCTETS; octet += 1) {
    const byte = reader.byte();
    value = value * 0x80 + (byte & 0x7f); // not `<<`: JavaScript shifts are signed 32-bit
    if (value > MAX_VALUE) break;
    if ((byte & 0x80) === 0) return value;
  }
  throw new WbxmlError('overflow', start);
}

/**
 * The shortest multi-byte form of an integer from 0 to 2³² − 1.
 *
 * @throws WbxmlError `overflow` for anything else
 * @see WAP-192-WBXML 5.1 Multi-byte Integers
 */
export function writeMbUint32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > MAX_VALUE) throw new WbxmlError('overflow', 0);
  const octets = [value % 0x80];
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
    octets.unshift((rest % 0x80) | 0x80);
  }
  return Uint8Array.from(octets);
}
