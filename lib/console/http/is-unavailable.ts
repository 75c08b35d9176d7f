/** Prisma's codes for a server that is not there, went away, or has no connection free. */
const prismaCodes = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2037']);
/** What the socket says, and PostgreSQL while it starts, stops or is full (class 57P, 53300). */
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);
/** How the driver adapter names the same. */
const adapterKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

const MAX_CAUSES = 5;

/** Tells whether the error means that the database cannot be reached right now, so that trying again may help. */
export function isUnavailable(error: unknown): boolean {
  let cause: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof cause === 'object' && cause !== null; depth += 1) {
    const code = 'code' in cause ? String(cause.code) : '';
    const kind = 'kind' in cause ? String(cause.kind) : '';
    if (prismaCodes.has(code) || systemCodes.has(code) || adapterKinds.has(kind)) return true;
    cause = 'cause' in cause ? cause.cause : null;
  }
  return false;
}
