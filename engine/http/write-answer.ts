import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FinalAnswer } from '@/engine/answer';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';

const WBXML_TYPE = 'application/vnd.ms-sync.wbxml';
/** Smaller answers fit into one packet either way. */
const GZIP_LEAST_BYTES = 300;

const reasons: Readonly<Record<number, string>> = {
  // As Exchange writes it; some clients look at the words.
  449: 'Retry after sending a PROVISION command',
};

/** Headers of every answer of the ActiveSync address. */
export const commonHeaders = { 'MS-Server-ActiveSync': '16.1', 'Cache-Control': 'private' } as const;

export type Sent = {
  /** Octets of the body as sent. */
  readonly bytes: number;
  readonly plainBytes: number;
};

const compress = promisify(gzip);

/**
 * Writes an answer, packed if the client takes that and it gets shorter.
 *
 * @see [MS-ASHTTP] 2.2.2 Response
 */
export async function writeAnswer(
  { headers }: Pick<IncomingMessage, 'headers'>,
  res: ServerResponse,
  answer: FinalAnswer,
): Promise<Sent> {
  const body = bodyOf(answer);
  const packed = await packIfWorthwhile(body, headers['accept-encoding']);
  if (res.destroyed || res.headersSent) return { bytes: 0, plainBytes: 0 };
  const sent = packed ?? body;
  const status = answer.kind === 'http' ? answer.status : 200;
  const reason = reasons[status];
  const own = {
    ...commonHeaders,
    // Some devices are upset by a missing type, or another one, also where there is no body.
    ...(status === 200 && { 'Content-Type': typeOf(answer) }),
    ...(packed && { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }),
    ...(answer.kind === 'http' && answer.headers),
    'Content-Length': sent.length,
  };
  if (reason) res.writeHead(status, reason, own);
  else res.writeHead(status, own);
  res.end(sent);
  return { bytes: sent.length, plainBytes: body.length };
}

function bodyOf(answer: FinalAnswer): Uint8Array {
  if (answer.kind === 'document') return encodeWbxml(answer.document);
  if (answer.kind === 'octets') return Buffer.concat(answer.chunks);
  return answer.kind === 'page' ? Buffer.from(answer.html) : new Uint8Array();
}

function typeOf(answer: FinalAnswer): string {
  if (answer.kind === 'octets') return answer.contentType;
  return answer.kind === 'page' ? 'text/html; charset=utf-8' : WBXML_TYPE;
}

async function packIfWorthwhile(body: Uint8Array, accepted: string | undefined): Promise<Buffer | null> {
  if (body.length < GZIP_LEAST_BYTES || !acceptsGzip(accepted)) return null;
  const packed = await compress(body);
  return packed.length < body.length ? packed : null;
}

/** `gzip` or `*`, unless it is given the weight 0. */
function acceptsGzip(header = ''): boolean {
  return header
    .toLowerCase()
    .split(',')
    .some((entry) => /^\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(entry));
}
