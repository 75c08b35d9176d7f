import { type Answer, httpAnswer, tryLater } from '@/engine/answer';
import type { Account, Credentials } from '@/engine/backends/contract';
import type { EasRequest, Engine, Exchange, RequestBody } from '@/engine/exchange';
import { findDeviceFacts, type DeviceFacts } from '@/lib/domain/devices/device-facts';
import { registerDevice } from '@/lib/domain/devices/register-device';
import type { DomainContext } from '@/lib/domain/context';
import { deviceIdKey } from '@/lib/protocol/http/eas-request-line';
import { answerProbe } from './probe';
import { redecide, serveDevice } from './serve-device';
import { serveFormerDevice } from './serve-former-device';
import type { SignInResult } from './sign-in';

export type Caller = {
  readonly credentials: Credentials;
  /** Reads and decodes the body; not called before the caller is known. */
  readonly readBody: () => Promise<RequestBody>;
  /** Told which device it is as soon as that is known. */
  readonly noteDevice: (deviceId: string) => void;
};

/** One POST, from the credentials to the answer. Whatever cannot be read is thrown: the caller answers "try later". */
export async function serveCommand(engine: Engine, request: EasRequest, caller: Caller): Promise<Answer> {
  const signedIn = await engine.signIn.verify(caller.credentials, request.address);
  engine.metrics.count('eas_sign_ins_total', { result: signedIn.kind });
  if (signedIn.kind !== 'accepted') {
    const answer = request.line.isProbe ? null : await serveFormerDevice(engine, request, caller);
    return answer ?? answerFailedSignIn(signedIn);
  }
  if (request.line.isProbe) return answerProbe(request);

  const { account, passwordMark: mark } = signedIn;
  const facts = await factsOf(engine, request, account);
  caller.noteDevice(facts.id);
  const { password } = caller.credentials;
  const task = { deviceId: facts.id, mark, password, recorded: facts.passwordHash };
  engine.passwords.note(task);
  const exchange: Exchange = {
    engine,
    request,
    ctx: contextOf(engine, request, { id: facts.id, name: facts.deviceType }),
    account,
    facts,
    isQuarantined: false,
    document: undefined,
    mime: undefined,
    keepPassword: () => engine.passwords.keep(task),
    redecide: (serve) => redecide(exchange, serve),
    log: engine.log.child({ requestId: request.requestId, deviceId: facts.id }),
  };
  return serveDevice(exchange, caller.readBody);
}

/** What a sign-in that was not accepted is told. The mail server being away is no reason to ask for a password. */
export function answerFailedSignIn(result: Exclude<SignInResult, { kind: 'accepted' }>): Answer {
  switch (result.kind) {
    case 'refused':
      return askForCredentials;
    case 'throttled':
      return tryLater(result.retryAfterSeconds);
    case 'unavailable':
      return tryLater();
  }
}

/** [MS-ASHTTP] 2.2.2.1.1 Status Line, 401 */
export const askForCredentials: Answer = httpAnswer(401, { 'WWW-Authenticate': 'Basic realm="Mobileadmin"' });

async function factsOf(engine: Engine, request: EasRequest, account: Account): Promise<DeviceFacts> {
  const { mailbox, displayName } = account;
  const { deviceId: easDeviceId, deviceType, protocolVersion } = request.line;
  const known = await findDeviceFacts(engine, { mailbox, deviceKey: deviceIdKey(easDeviceId) });
  if (known) return known;
  const ctx = contextOf(engine, request, { id: deviceIdKey(easDeviceId), name: deviceType });
  const { userAgent, address } = request;
  return registerDevice(ctx, { mailbox, displayName, easDeviceId, deviceType, protocolVersion, userAgent, address });
}

function contextOf(engine: Engine, request: EasRequest, device: { id: string; name: string }): DomainContext {
  const { requestId, address } = request;
  return { db: engine.db, actor: { kind: 'device', ...device, role: null }, requestId, address, now: engine.now };
}
