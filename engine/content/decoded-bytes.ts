import type { MessagePart } from '@/engine/backends/contract';

/** Lines of base64 have 76 characters and CRLF for 57 octets. */
const LINE = { encoded: 78, decoded: 57 } as const;

/** About how many octets of a part are left without its transfer encoding. */
export const decodedBytes = ({ encoding, sizeBytes }: MessagePart): number =>
  encoding === 'base64' ? Math.floor((sizeBytes * LINE.decoded) / LINE.encoded) : sizeBytes;
