import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Engine } from '@/engine/exchange';
import { signalEngineNow } from '@/lib/domain/send-signals';
import { parseBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { BodyError, readBody } from './request-body';

/** Dovecot adds sender, subject and the beginning of the text; none of that is looked at. */
const BODY_LIMIT_BYTES = 64 * 1024;
const PATIENCE_MS = 10_000;

/** What a mail server announces changes with. */
export type ChangeHook = {
  readonly token: string;
  /** The mailbox of a user of the mail server; null: there can be none. Left out: its name in lower case. */
  readonly mailboxOf?: (user: string) => string | null;
  /** Null: not known, so that all folders are looked at. */
  readonly folderIdOf?: (mailbox: string, folder: string) => string | null;
};

/**
 * A change, in our own form and in that of Dovecot's push notifications, `driver = ox`, which has more fields.
 *
 * @see https://doc.dovecot.org/2.3/configuration_manual/push_notification/
 */
const Announcement = z.object({
  user: z.string().min(1).max(320),
  /** As the mail server names it. Left out: some folder. */
  folder: z.string().max(1000).optional(),
  /** RFC 5423 4.1, in any case. Left out: a message is new. */
  event: z.string().max(50).optional(),
});

/** Events of RFC 5423 after which there is a message that was not there before. */
const arrivals = new Set(['messagenew', 'messageappend']);

/** `POST /engine/changed`: wakes the phones of a mailbox, whichever front end holds their requests. */
export async function hearChange(
  engine: Engine,
  hook: ChangeHook,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  const status = await answerTo(engine, hook, req);
  res.writeHead(status, {
    'Content-Length': 0,
    'Cache-Control': 'no-store',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 405 && { Allow: 'POST, PUT' }),
    ...(status === 413 && { Connection: 'close' }),
  });
  res.end();
}

async function answerTo(engine: Engine, hook: ChangeHook, req: IncomingMessage): Promise<number> {
  if (req.method !== 'POST' && req.method !== 'PUT') return 405;
  if (!isAuthorized(req.headers.authorization, hook.token)) return 401;
  const change = await readAnnouncement(req);
  if (typeof change === 'number') return change;
  const mailbox = hook.mailboxOf ? hook.mailboxOf(change.user) : change.user.toLowerCase();
  if (mailbox === null) return 422;
  const { folder, event = 'messagenew' } = change;
  const folderId = folder === undefined ? null : (hook.folderIdOf?.(mailbox, folder) ?? null);
  try {
    await signalEngineNow(engine.db, {
      kind: 'mailbox',
      mailbox,
      why: 'mail',
      hasArrivals: arrivals.has(event.toLowerCase()),
      ...(folderId !== null && { folderIds: [folderId] }),
    });
    return 204;
  } catch (err) {
    engine.log.warn({ err }, 'A change could not be announced');
    return 503;
  }
}

async function readAnnouncement(req: IncomingMessage): Promise<z.infer<typeof Announcement> | number> {
  try {
    const { bytes } = await readBody(req, BODY_LIMIT_BYTES, AbortSignal.timeout(PATIENCE_MS));
    const parsed = Announcement.safeParse(JSON.parse(bytes.toString('utf8')));
    // PostgreSQL takes every character but this one.
    return parsed.success && !JSON.stringify(parsed.data).includes(String.raw`\u0000`) ? parsed.data : 422;
  } catch (error) {
    if (error instanceof BodyError) return error.status;
    if (error instanceof SyntaxError) return 400;
    throw error;
  }
}

/** A bearer token; or as the password of any user, since that is what Dovecot can be told in a URL. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  const presented = bearer ?? parseBasicCredentials(header)?.password;
  return presented !== undefined && isSame(presented, token);
}

/** As long for a wrong token as for the right one, whatever it begins with. */
function isSame(presented: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(presented), digest(expected));
}
