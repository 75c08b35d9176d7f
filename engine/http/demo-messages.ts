import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyError, readBody } from './request-body';

const MESSAGE_LIMIT_BYTES = 10 * 1024 * 1024;
const PATH = /^\/demo\/messages\/([^/?]+)\/?(?:\?|$)/i;

/** The demo back end's letter box. */
export type DemoMail = {
  readonly isPublic: boolean;
  /** False: there can be no such mailbox. */
  readonly deliver: (mailbox: string, raw: Uint8Array) => Promise<boolean>;
};

/** `POST /demo/messages/{mailbox}`: delivers an RFC 5322 message, as a mail server would. */
export async function deliverDemoMessage(
  demo: DemoMail,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  const status = req.method === 'POST' ? await deliver(demo, req) : 405;
  res.writeHead(status, { 'Content-Length': 0, ...(status === 405 && { Allow: 'POST' }) });
  res.end();
}

async function deliver(demo: DemoMail, req: IncomingMessage): Promise<number> {
  const mailbox = mailboxOf(req);
  if (mailbox === null) return 400;
  try {
    const { bytes } = await readBody(req, MESSAGE_LIMIT_BYTES, AbortSignal.timeout(60_000));
    if (bytes.length === 0) return 400;
    return (await demo.deliver(mailbox, bytes)) ? 204 : 400;
  } catch (error) {
    if (error instanceof BodyError) return error.status;
    throw error;
  }
}

function mailboxOf({ url = '' }: IncomingMessage): string | null {
  const encoded = PATH.exec(url)?.[1];
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null; // no valid percent encoding
  }
}
