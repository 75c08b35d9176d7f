import { decodeTransfer } from './decode-transfer';
import type { MessagePart, MessageText } from './contract';

/** Octets of a part as they are stored. */
export type StoredOctets = {
  readonly octets: Buffer;
  /** False: the part goes on behind these octets. */
  readonly isWhole: boolean;
};

/**
 * The text of a part: transfer encoding and charset undone, at most `limitBytes` octets of UTF-8. A charset that nobody
 * knows, or none, is read as UTF-8 if it is that and as Western European otherwise.
 */
export function decodeText(
  part: Pick<MessagePart, 'encoding' | 'parameters'>,
  { octets, isWhole }: StoredOctets,
  limitBytes: number,
): MessageText {
  const decoded = decodeTransfer(octets, part.encoding);
  const text = decoderFor(part.parameters['charset'], decoded).decode(decoded, { stream: !isWhole });
  const cut = cutText(text, limitBytes);
  return { content: cut, isTruncated: !isWhole || cut.length < text.length };
}

/** The beginning of a text that fits into so many octets of UTF-8, cut between characters. */
export function cutText(text: string, limitBytes: number): string {
  if (text.length * 3 <= limitBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  // A decoder that expects more keeps back a character that was cut in two.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, limitBytes), { stream: true });
}

/** Octets of text that the part may take when it is stored, for so many octets of UTF-8. */
export function storedBytesFor(limitBytes: number, { encoding, parameters }: MessagePart): number {
  // A character of two octets in UTF-8 is one in no charset that takes more than two, save for UTF-16 and UTF-32.
  const charset = /^utf-?(16|32)/i.test(parameters['charset'] ?? '') ? 4 : 1.5;
  const transfer = encoding === 'base64' ? 1.4 : encoding === 'quoted-printable' ? 3.2 : 1;
  return Math.ceil(limitBytes * charset * transfer) + 64;
}

function decoderFor(charset: string | undefined, content: Buffer): TextDecoder {
  const label = charset?.trim().toLowerCase() ?? '';
  if (label !== '' && !/^(us-)?ascii$|^unknown|^x-unknown/.test(label)) {
    try {
      return new TextDecoder(label);
    } catch {
      // no charset of this name: as if there were none
    }
  }
  return isUtf8(content) ? new TextDecoder() : new TextDecoder('windows-1252');
}

function isUtf8(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content, { stream: true });
    return true;
  } catch {
    return false;
  }
}
