import { type Answer, httpAnswer } from '@/engine/answer';
import type { Credentials } from '@/engine/backends/contract';
import { servedCommands } from '@/engine/handlers/registry';
import { answerFailedSignIn } from '@/engine/pipeline/serve-command';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import type { Call } from './call';

/** What is served, to whoever signs in. [MS-ASHTTP] 2.2.2.1.2 Response Headers */
const optionsHeaders = (versions: readonly ProtocolVersion[]) => ({
  'MS-ASProtocolVersions': versions.join(','),
  'MS-ASProtocolCommands': servedCommands.join(','),
  Public: 'OPTIONS,POST',
  Allow: 'OPTIONS,POST',
});

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Mobileadmin</title>
<p>This is the address that phones synchronise with. Enter it in the mail app of your phone as the server of an account of
the kind <em>Exchange</em>; a browser has nothing to do here.
</html>
`;

/**
 * OPTIONS and GET: what is served here, for phones and for people.
 *
 * @see [MS-ASHTTP] 2.2.2 Response
 */
export async function discover({ connection }: Call, credentials: Credentials): Promise<Answer> {
  const { engine, req, address } = connection;
  if (req.method !== 'OPTIONS' && req.method !== 'GET' && req.method !== 'HEAD') {
    return httpAnswer(501, { Allow: 'OPTIONS,POST' });
  }
  const signedIn = await engine.signIn.verify(credentials, address);
  engine.metrics.count('eas_sign_ins_total', { result: signedIn.kind });
  if (signedIn.kind !== 'accepted') return answerFailedSignIn(signedIn);
  if (req.method === 'OPTIONS') return httpAnswer(200, optionsHeaders(engine.versions));
  return { kind: 'page', html: page };
}
