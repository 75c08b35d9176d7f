import { isIP } from 'node:net';
import { z } from 'zod';
import { parseTrustProxy } from './trust-proxy';

/** `secret` values are never shown in a message, a log or a list of processes. */
type Meta = { description: string; secret?: true };
const meta = (description: string): Meta => ({ description });
const secret = (description: string): Meta => ({ description, secret: true });

const port = (fallback: number) => whole(1, 65_535).default(fallback);
const seconds = (fallback: number) => whole(60, 3540).default(fallback);

function whole(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

function url(protocol: RegExp, example: string) {
  return z.url({ protocol, error: `must be an address like ${example}` });
}

const flag = z
  .enum(['0', '1'], { error: 'must be 0 or 1' })
  .default('0')
  .transform((value) => value === '1');

const host = z
  .string()
  .refine((value) => value === 'localhost' || isIP(value) !== 0, { error: 'must be an IP address of this machine' });

/** A PostgreSQL server; console and engine cannot do without, the start command can. */
export const databaseUrl = url(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/database');

/** Signs the sessions of the console. */
export const authSecret = z.string().min(32, { error: 'must have at least 32 characters' });

/**
 * Every variable that Mobileadmin reads, with its default. `.env.example` is made from this; each process takes the part
 * it needs (`engine-config.ts`, `console-config.ts`, `start-config.ts`).
 */
export const variables = {
  DATA_DIR: z.string().default('.data').meta(meta('Folder for everything that must survive a restart; back it up.')),
  DATABASE_URL: databaseUrl
    .optional()
    .meta(secret('PostgreSQL server that console and engine connect to. Empty: one is run in DATA_DIR.')),
  DATABASE_OWNER_URL: databaseUrl
    .optional()
    .meta(
      secret(
        'Same database, as the role that owns the tables and applies migrations. Empty: the role of DATABASE_URL does, and the history is then protected by triggers only, not by missing rights.',
      ),
    ),

  CONSOLE_PORT: port(3000).meta(meta('Port of the console.')),
  CONSOLE_HOST: host.optional().meta(meta('Address the console listens on. Empty: this machine only.')),
  ENGINE_PORT: port(8080).meta(meta('Port of the engine, which phones connect to.')),
  ENGINE_HOST: host.optional().meta(meta('Address the engine listens on. Empty: this machine only.')),
  PUBLIC_URL: url(/^https?$/, 'https://mail.example.com')
    .optional()
    .meta(meta('Address under which browsers and phones reach both, behind your web server. Empty: the ports above.')),
  TRUST_PROXY: z
    .string()
    .default('0')
    .transform((value, ctx) => {
      const trust = parseTrustProxy(value);
      if (trust) return trust;
      ctx.addIssue({ code: 'custom', message: 'must be a number of proxies, or their addresses separated by commas' });
      return z.NEVER;
    })
    .meta(
      meta(
        'Whose X-Forwarded-For is believed: how many proxies stand in front (1), or their addresses and networks (10.0.0.0/8,::1). 0: nobody.',
      ),
    ),

  BACKEND: z
    .enum(['demo', 'imap'], { error: 'must be demo or imap' })
    .default('demo')
    .meta(meta('Where mailboxes live: "imap", or "demo", which makes them up and keeps them in memory.')),
  IMAP_URL: url(/^imaps?$/, 'imaps://mail.example.com:993')
    .optional()
    .meta(
      meta(
        'Mail server for BACKEND=imap. imaps is TLS from the start; imap needs STARTTLS, unless it is this machine or ends in ?starttls=off. ?domain=example.com completes bare user names; &login=user or &login=address is what the server takes.',
      ),
    ),
  SMTP_URL: url(/^smtps?$/, 'smtps://mail.example.com:465')
    .optional()
    .meta(
      meta(
        'Server that takes outgoing mail for BACKEND=imap, signed in to as the owner of the mailbox where it takes sign-ins. smtps is TLS from the start; smtp needs STARTTLS, unless it is this machine or ends in ?starttls=off. ?auth=off never signs in; domain and login are those of IMAP_URL, unless named.',
      ),
    ),
  SIEVE_URL: url(/^sieve$/, 'sieve://mail.example.com:4190')
    .optional()
    .meta(
      meta(
        'ManageSieve server of BACKEND=imap, for automatic replies that are set on phones; signed in to as the owner of the mailbox. It needs STARTTLS, unless it is this machine or ends in ?starttls=off; domain and login are those of IMAP_URL, unless named. Empty: phones are told that there are no automatic replies.',
      ),
    ),
  MAIL_CA_FILE: z
    .string()
    .optional()
    .meta(
      meta(
        'File with certificates (PEM) of authorities to trust for IMAP_URL, SMTP_URL, SIEVE_URL and NOTICE_SMTP_URL, beside the well-known ones.',
      ),
    ),
  IMAP_CONNECTIONS: whole(1, 100_000)
    .default(500)
    .meta(
      meta('Most connections to the mail server for requests of phones. Those that wait for new mail come on top.'),
    ),
  IMAP_CONNECTIONS_PER_MAILBOX: whole(1, 50)
    .default(3)
    .meta(
      meta('Most of these for one mailbox; below what the mail server allows a user, less one to wait for new mail.'),
    ),
  NOTICE_SMTP_URL: url(/^smtps?$/, 'smtps://user:password@mail.example.com:465')
    .optional()
    .meta(
      secret(
        'Server that takes mails of Mobileadmin itself: notices to people of the console, whatever BACKEND is. User name and password stand in it, percent-encoded, if the server wants them. smtps is TLS from the start; smtp needs STARTTLS, unless it is this machine or ends in ?starttls=off. Empty: nobody is told anything by mail.',
      ),
    ),
  NOTICE_FROM: z
    .email({ error: 'must be a mail address' })
    .optional()
    .meta(meta('Address that these mails come from; with NOTICE_SMTP_URL.')),
  DEMO_PASSWORD: z.string().min(1).default('demo').meta(secret('Password of every mailbox of the demo back end.')),
  DEMO_PUBLIC: flag.meta(meta('1: the demo may listen on other addresses than those of this machine alone.')),

  AUTH_SECRET: authSecret
    .optional()
    .meta(secret('Signs the sessions of the console. Empty: made once and kept in DATA_DIR/auth-secret.')),
  ADMIN_EMAIL: z
    .email({ error: 'must be a mail address' })
    .transform((value) => value.toLowerCase())
    .optional()
    .meta(meta('First administrator, for set-up without a browser; together with ADMIN_PASSWORD.')),
  ADMIN_PASSWORD: z
    .string()
    .min(12, { error: 'must have at least 12 characters' })
    .optional()
    .meta(secret('Password of the first administrator. Not looked at again once there is one.')),

  ENGINE_WORKERS: whole(1, 256)
    .optional()
    .meta(
      meta(
        'Processes of the engine, which share its port. Empty: one for each processor core. The demo back end always has one.',
      ),
    ),
  ENGINE_TLS_CERTIFICATE: z
    .string()
    .optional()
    .meta(meta('File with the certificate chain (PEM), if the engine itself is to speak TLS; with ENGINE_TLS_KEY.')),
  ENGINE_TLS_KEY: z.string().optional().meta(meta('File with the private key (PEM) of ENGINE_TLS_CERTIFICATE.')),
  ENGINE_HOOK_TOKEN: z
    .string()
    .min(32, { error: 'must have at least 32 characters' })
    .optional()
    .meta(
      secret('What a mail server presents at /engine/changed to announce changes. Empty: there is no such address.'),
    ),
  ENGINE_GATHER_CHANGES_MS: whole(0, 60_000)
    .default(2000)
    .meta(meta('How long read marks and deletions are gathered before phones are told. New mail never waits.')),
  ENGINE_PING_MIN_SECONDS: seconds(60).meta(meta('Shortest heartbeat that a phone may ask for.')),
  ENGINE_PING_MAX_SECONDS: seconds(3540).meta(
    meta('Longest heartbeat; the timeouts of proxies in front must be longer.'),
  ),
  ENGINE_PING_DEFAULT_SECONDS: seconds(900).meta(
    meta('Seconds that a Ping is held which names no interval of its own.'),
  ),
  ENGINE_BODY_LIMIT_BYTES: whole(64 * 1024, 1024 * 1024 * 1024)
    .default(50 * 1024 * 1024)
    .meta(meta('Largest request that a phone may send, so the largest mail.')),
  ENGINE_WINDOWS_MOBILE: flag.meta(
    meta(
      '1: Windows Mobile 5 and 6 may connect too, in ActiveSync 2.5. They speak TLS 1.0 at best; see docs/clients.md.',
    ),
  ),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'must be silent, error, warn, info or debug' })
    .default('info')
    .meta(meta('How much is logged.')),
};

export type VariableName = keyof typeof variables;
export type Variables = { [Name in VariableName]: z.output<(typeof variables)[Name]> };
