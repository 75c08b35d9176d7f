import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { EasRequestLine } from '@/lib/protocol/http/eas-request-line';
import { parseEasQuery } from '@/lib/protocol/http/parse-eas-query';
import { type BasicCredentials, parseBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';

/** The first octet of a document, by which it is told from a mail. */
const WBXML_VERSION = 0x03;

/** One request as a server sees it. */
export interface PeerQuestion {
  readonly line: EasRequestLine;
  readonly headers: IncomingMessage['headers'];
  readonly credentials: BasicCredentials | null;
  /** Undefined for a body that is no WBXML. */
  readonly element: EasElement | undefined;
  readonly body: Buffer;
}

/** A question to Autodiscover, as far as it matters. */
export type DiscoveryQuestion = Pick<PeerQuestion, 'headers' | 'credentials' | 'body'>;

/** `drop` breaks the connection instead of answering. */
export type PeerAnswer =
  | {
      readonly http?: number;
      readonly element?: EasElement;
      /** Instead of an element; its type belongs to the headers. */
      readonly body?: Uint8Array;
      readonly headers?: Record<string, string>;
    }
  | 'drop';

export interface ScriptedPeer {
  readonly url: string;
  /** Every POST so far. */
  readonly questions: readonly PeerQuestion[];
  close(): Promise<void>;
}

/**
 * A server on a free port of the loopback interface that answers as the test says: the other side for tests of the
 * client and the phones. It knows no rules of its own; a promise that does not settle is a held request.
 */
export async function startScriptedPeer(
  answer: (question: PeerQuestion) => PeerAnswer | Promise<PeerAnswer>,
  versions = '12.1,14.0,14.1,16.0,16.1',
  discover?: (question: DiscoveryQuestion) => PeerAnswer,
): Promise<ScriptedPeer> {
  const questions: PeerQuestion[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(200, { 'ms-asprotocolversions': versions, 'ms-asprotocolcommands': 'Sync,Ping' }).end();
      return;
    }
    if (request.url?.startsWith('/autodiscover/')) {
      reply(request, response, discover?.(await readPlain(request)) ?? { http: 404 });
      return;
    }
    const question = await read(request);
    questions.push(question);
    reply(request, response, await answer(question));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, not a pipe
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, questions, close };
}

async function readPlain(request: IncomingMessage): Promise<DiscoveryQuestion> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk); // no encoding set: buffers
  const body = Buffer.concat(chunks);
  const { headers } = request;
  return { headers, credentials: parseBasicCredentials(headers.authorization), body };
}

async function read(request: IncomingMessage): Promise<PeerQuestion> {
  const question = await readPlain(request);
  const { headers, body } = question;
  const { url = '' } = request;
  const line = parseEasQuery(url.slice(url.indexOf('?') + 1), headers);
  return { ...question, line, element: body[0] === WBXML_VERSION ? decodeWbxml(body) : undefined };
}

function reply(request: IncomingMessage, response: ServerResponse, answer: PeerAnswer): void {
  if (answer === 'drop') {
    request.socket.destroy();
    return;
  }
  const { http = 200, element, body, headers } = answer;
  if (!element) {
    response.writeHead(http, headers).end(body);
    return;
  }
  const isPacked = request.headers['accept-encoding'] === 'gzip';
  const encoding = isPacked ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(http, { 'content-type': 'application/vnd.ms-sync.wbxml', ...encoding, ...headers });
  response.end(isPacked ? gzipSync(encodeWbxml(element)) : encodeWbxml(element));
}
