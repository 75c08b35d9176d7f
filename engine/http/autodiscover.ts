import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from '@/engine/backends/contract';
import type { Engine } from '@/engine/exchange';
import { AutodiscoverRequestError, readAutodiscoverRequest } from '@/lib/protocol/autodiscover/autodiscover-request';
import {
  autodiscoverErrorCode,
  type AutodiscoverResponse,
  writeAutodiscoverResponse,
} from '@/lib/protocol/autodiscover/autodiscover-response';
import { XmlError } from '@/lib/protocol/autodiscover/xml-error';
import { credentialsOf } from './credentials-of';
import { BodyError, readBody } from './request-body';

export const AUTODISCOVER_PATH = '/autodiscover/autodiscover.xml';
const EAS_PATH = '/Microsoft-Server-ActiveSync';
const LIMIT_BYTES = 16 * 1024;
const RETRY_AFTER_SECONDS = 30;

export type AutodiscoverCall = {
  readonly engine: Engine;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly address: string;
  readonly requestId: string;
  /** Under which the outside reaches this engine, without a slash at its end. */
  readonly publicUrl: string;
};

/**
 * Tells a phone that knows no more than address and password where to go.
 *
 * GET, without credentials, is how phones look for a redirect to the secure address.
 *
 * @see [MS-ASCMD] 2.2.1.1 Autodiscover
 */
export async function autodiscover(call: AutodiscoverCall): Promise<void> {
  const { engine, req, res, address, publicUrl } = call;
  if (req.method === 'GET' || req.method === 'HEAD') {
    return answer(res, 302, { headers: { Location: `${publicUrl}${AUTODISCOVER_PATH}` } });
  }
  if (req.method !== 'POST') return answer(res, 405, { headers: { Allow: 'GET, POST' } });
  const credentials = credentialsOf(req, address);
  if (!credentials) return answer(res, 401, { headers: askForCredentials });
  const signedIn = await engine.signIn.verify(credentials, address);
  engine.metrics.count('eas_sign_ins_total', { result: signedIn.kind });
  switch (signedIn.kind) {
    case 'refused':
      return answer(res, 401, { headers: askForCredentials });
    case 'throttled':
      return answer(res, 503, { headers: { 'Retry-After': String(signedIn.retryAfterSeconds) } });
    case 'unavailable':
      return answer(res, 503, { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } });
    case 'accepted':
      return tell(call, signedIn.account);
  }
}

const askForCredentials = { 'WWW-Authenticate': 'Basic realm="Mobileadmin"' };

async function tell(call: AutodiscoverCall, account: Account): Promise<void> {
  const { req, res } = call;
  try {
    const { bytes } = await readBody(req, LIMIT_BYTES, AbortSignal.timeout(RETRY_AFTER_SECONDS * 1000));
    answer(res, 200, { body: writeAutodiscoverResponse(respond(call, account, bytes)) });
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    answer(res, error.status);
  }
}

function respond({ engine, publicUrl, requestId }: AutodiscoverCall, account: Account, body: Uint8Array) {
  const refused = (code: number, message: string): AutodiscoverResponse => {
    return { kind: 'error', code, message, at: engine.now(), id: requestId };
  };
  const { invalidRequest, schemaNotSupported } = autodiscoverErrorCode;
  try {
    const { responseSchema, emailAddress } = readAutodiscoverRequest(body);
    // Outlook asks for its own kind of server first: there is none here.
    if (responseSchema !== 'mobilesync') return refused(schemaNotSupported, 'Only phones are served');
    return {
      kind: 'settings',
      emailAddress: emailAddress ?? account.address,
      ...(account.displayName && { displayName: account.displayName }),
      servers: [{ type: 'MobileSync', url: `${publicUrl}${EAS_PATH}`, name: `${publicUrl}${EAS_PATH}` }],
    } satisfies AutodiscoverResponse;
  } catch (error) {
    if (error instanceof XmlError || error instanceof AutodiscoverRequestError) {
      return refused(invalidRequest, 'The request cannot be understood');
    }
    throw error;
  }
}

type Rest = { readonly headers?: Record<string, string>; readonly body?: string };

function answer(res: ServerResponse, status: number, { headers = {}, body = '' }: Rest = {}): void {
  if (res.destroyed || res.headersSent) return;
  res.writeHead(status, {
    'Cache-Control': 'private',
    ...(body !== '' && { 'Content-Type': 'text/xml; charset=utf-8' }),
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  });
  res.end(body);
}
