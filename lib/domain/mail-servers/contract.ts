import { z } from 'zod';

export const MailProtocol = z.enum(['imap', 'smtp']);
export type MailProtocol = z.infer<typeof MailProtocol>;

/** Why a mail server is of no use. */
export const MailServerProblem = z.enum([
  /** It has no address in the configuration. */
  'not_configured',
  'name_not_found',
  'cannot_connect',
  'timed_out',
  'certificate_not_trusted',
  /** No TLS comes about, or the server does not offer any. */
  'tls_failed',
  /** It answers, and will not serve anybody just now. */
  'refused',
  /** It signs in nobody, whatever the password. */
  'sign_in_refused',
]);
export type MailServerProblem = z.infer<typeof MailServerProblem>;

/** How the engine last fared with a mail server. The console itself never talks to one. */
export const MailServerView = z.object({
  protocol: MailProtocol,
  /** Host and port; null: none is configured. */
  address: z.string().nullable(),
  /** Null: it works, as far as is known. */
  problem: MailServerProblem.nullable(),
  /** Since when it has been so. */
  since: z.iso.datetime(),
  /** Some minutes old at most while it is being used; null: it has never worked since it was configured. */
  lastSuccessAt: z.iso.datetime().nullable(),
  lastFailureAt: z.iso.datetime().nullable(),
});
export type MailServerView = z.infer<typeof MailServerView>;

export const MailServerList = z.object({
  /** None if the demo takes their place. */
  servers: z.array(MailServerView),
});
export type MailServerList = z.infer<typeof MailServerList>;
