import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

export interface ServiceRecord {
  readonly name: string;
  readonly port: number;
}

export interface SeenCertificate {
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Issued by an authority that this machine trusts, apart from names and dates. */
  readonly isTrusted: boolean;
  /** Whether it is good for a host of this name. */
  covers(host: string): boolean;
}

/** The little that the console asks of the network. Everything is bounded in time; a record that is not there is none. */
export interface AddressNetwork {
  /** Where the name is an alias of, if it is one. @throws if DNS does not answer */
  aliases(name: string): Promise<readonly string[]>;
  /** IP addresses of both kinds. @throws if DNS does not answer */
  addresses(name: string): Promise<readonly string[]>;
  /** @throws if DNS does not answer */
  services(name: string): Promise<readonly ServiceRecord[]>;
  /** @throws if no TLS connection comes about */
  certificate(host: string, port: number): Promise<SeenCertificate>;
}

const TIMEOUT_MS = 2000;
const TRIES = 2;
const TLS_TIMEOUT_MS = 5000;
/** DNS has answered: there is none. */
const absent = new Set(['ENODATA', 'ENOTFOUND']);
/** Reasons of Node and OpenSSL that are told apart by dates and names. */
const notOfTrust = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID']);

export interface NetworkOptions {
  /** Of DNS, default: those of this machine. */
  readonly servers?: readonly string[];
  readonly timeoutMs?: number;
  readonly tlsTimeoutMs?: number;
}

/** The real network. */
export function createAddressNetwork(options: NetworkOptions = {}): AddressNetwork {
  const resolver = new dns.Resolver({ timeout: options.timeoutMs ?? TIMEOUT_MS, tries: TRIES });
  if (options.servers) resolver.setServers(options.servers);
  return {
    aliases: (name) => orNone(resolver.resolveCname(name)),
    addresses: async (name) =>
      (await Promise.all([orNone(resolver.resolve4(name)), orNone(resolver.resolve6(name))])).flat(),
    services: (name) => orNone(resolver.resolveSrv(name)),
    certificate: (host, port) => readCertificate({ host, port, timeoutMs: options.tlsTimeoutMs ?? TLS_TIMEOUT_MS }),
  };
}

async function orNone<Item>(answer: Promise<Item[]>): Promise<Item[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(String(error.code))) return [];
    throw error;
  }
}

function readCertificate(target: { host: string; port: number; timeoutMs: number }): Promise<SeenCertificate> {
  const { host, port, timeoutMs } = target;
  return new Promise((resolve, reject) => {
    // Looked at, not trusted: nothing is sent.
    const socket = connect({ host, port, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false });
    const timer = setTimeout(() => socket.destroy(new Error(`No TLS within ${timeoutMs} ms`)), timeoutMs);
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('The connection was closed'));
    });
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      // The type says Error; Node gives the code alone.
      const problem = socket.authorizationError as unknown;
      const code = problem instanceof Error && 'code' in problem ? String(problem.code) : problem;
      if (certificate) {
        resolve({
          validFrom: new Date(certificate.validFrom),
          validTo: new Date(certificate.validTo),
          isTrusted: socket.authorized || (typeof code === 'string' && notOfTrust.has(code)),
          covers: (name) => certificate.checkHost(name) !== undefined,
        });
      }
      socket.destroy();
    });
  });
}
