/** Why a mail server is of no use, as far as that can be told. */
export type ServerProblem =
  | 'name_not_found'
  | 'cannot_connect'
  | 'timed_out'
  | 'certificate_not_trusted'
  | 'tls_failed'
  | 'refused'
  | 'sign_in_refused';

/** Is told how every attempt to reach a mail server went; attempts that were given up or put off are none. */
export interface ServerObserver {
  succeeded(): void;
  failed(problem: ServerProblem, cause: unknown): void;
}

const CAUSES_DEEP = 5;

const byCode: Readonly<Record<string, ServerProblem>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  EDNS: 'name_not_found',
  ECONNREFUSED: 'cannot_connect',
  ECONNRESET: 'cannot_connect',
  EHOSTUNREACH: 'cannot_connect',
  ENETUNREACH: 'cannot_connect',
  EPIPE: 'cannot_connect',
  ETIMEDOUT: 'timed_out',
  CONNECT_TIMEOUT: 'timed_out',
  GREETING_TIMEOUT: 'timed_out',
  UPGRADE_TIMEOUT: 'timed_out',
  ETLS: 'tls_failed',
  EPROTO: 'tls_failed',
  STARTTLS_INJECTION: 'tls_failed',
  EAUTH: 'sign_in_refused',
};

/** Codes by which OpenSSL and Node say that a certificate is not good. */
const certificateCode =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|ERR_TLS_CERT_|INVALID_CA|PATH_LENGTH)/;

/** What an error of imapflow, nodemailer or Node says about the server, by its codes. */
export function serverProblemOf(error: unknown): ServerProblem {
  const facts = chainOf(error);
  const codes = facts.flatMap(({ code, originalCode }) => [originalCode ?? '', code ?? '']);
  if (codes.some((code) => certificateCode.test(code))) return 'certificate_not_trusted';
  if (codes.some((code) => code.startsWith('ERR_SSL_'))) return 'tls_failed';
  const [known] = codes.flatMap((code) => byCode[code] ?? []);
  if (known) return known;
  if (facts.some(({ isSignIn }) => isSignIn)) return 'sign_in_refused';
  return facts.some(({ isTls }) => isTls) ? 'tls_failed' : 'refused';
}

type Facts = { code?: string; originalCode?: string; isSignIn: boolean; isTls: boolean };

/** The error and its causes, innermost first: libraries put their own around that of the connection. */
function chainOf(error: unknown): Facts[] {
  const facts: Facts[] = [];
  let cause = error;
  for (let depth = 0; depth < CAUSES_DEEP && cause instanceof Error; depth += 1) {
    facts.unshift({
      ...('code' in cause && { code: String(cause.code) }),
      // nodemailer keeps here what its own code stands for.
      ...('originalCode' in cause && { originalCode: String(cause.originalCode) }),
      isSignIn: 'authenticationFailed' in cause && cause.authenticationFailed === true,
      isTls: 'tlsFailed' in cause && cause.tlsFailed === true,
    });
    cause = cause.cause;
  }
  return facts;
}
