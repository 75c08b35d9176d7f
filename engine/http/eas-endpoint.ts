import type { Answer } from '@/engine/answer';
import type { Credentials } from '@/engine/backends/contract';
import type { RequestBody } from '@/engine/exchange';
import { askForCredentials, serveCommand } from '@/engine/pipeline/serve-command';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import { parseEasQuery } from '@/lib/protocol/http/parse-eas-query';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import { Call, type Connection } from './call';
import { credentialsOf } from './credentials-of';
import { deliverAnswer } from './deliver-answer';
import { discover } from './discovery';
import { explainFailure } from './explain-failure';
import { readBody } from './request-body';

/** Of commands that have little to say. */
const SMALL_BODY_BYTES = 1024 * 1024;
const mailCommands = new Set(['SendMail', 'SmartReply', 'SmartForward']);
const WBXML_VERSION = 3;
const largeBodies = new Set(['Sync', 'SendMail', 'SmartReply', 'SmartForward', 'ItemOperations']);

/** The ActiveSync address: OPTIONS, POST, and a page for people. Every request is answered, unless its client is gone. */
export async function serveEas(connection: Connection): Promise<void> {
  const call = new Call(connection);
  const { engine, requestId } = connection;
  let answer: Answer;
  try {
    answer = await call.untilDeadline(answerCall(call));
  } catch (error) {
    if (call.isClientGone) return;
    answer = explainFailure(error, call.line, engine.log.child({ requestId, deviceId: call.deviceId }));
  }
  await deliverAnswer(call, answer);
}

async function answerCall(call: Call): Promise<Answer> {
  const { req, address } = call.connection;
  const credentials = credentialsOf(req, address);
  // Also for OPTIONS: some devices send it without credentials first, and wait for this.
  if (!credentials) return askForCredentials;
  return req.method === 'POST' ? post(call, credentials) : discover(call, credentials);
}

async function post(call: Call, credentials: Credentials): Promise<Answer> {
  const { engine, req, address, requestId } = call.connection;
  const { url = '' } = req;
  const question = url.indexOf('?');
  const line = parseEasQuery(question < 0 ? '' : url.slice(question + 1), req.headers, engine.versions);
  call.line = line;
  const { userAgent, acceptLanguage, signal, since } = call;
  return serveCommand(
    engine,
    { requestId, line, address, userAgent, acceptLanguage, signal, since },
    {
      credentials,
      readBody: () => readRequestBody(call),
      noteDevice: (deviceId) => (call.deviceId = deviceId),
    },
  );
}

async function readRequestBody(call: Call): Promise<RequestBody> {
  const { engine, req } = call.connection;
  const { bodyLimitBytes } = engine.limits;
  const isLarge = call.line && largeBodies.has(call.line.command);
  const limit = isLarge ? bodyLimitBytes : Math.min(bodyLimitBytes, SMALL_BODY_BYTES);
  const { bytes, wireBytes } = await readBody(req, limit, call.signal);
  call.wireBytesIn = wireBytes;
  if (bytes.length === 0) return { document: undefined, mime: undefined };
  const { command, protocolVersion } = call.line ?? {};
  // Decided by the octets, not by the type that the client claims: a document begins with the version of WBXML.
  const isOld = protocolVersion !== undefined && !isAtLeast(protocolVersion, '14.0');
  if (isOld && command && mailCommands.has(command) && bytes[0] !== WBXML_VERSION) {
    return { document: undefined, mime: bytes };
  }
  return { document: decodeWbxml(bytes, { maxBytes: limit }), mime: undefined };
}
