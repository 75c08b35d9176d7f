import { BlockList, isIP } from 'node:net';

/** Whose word on the client's address is believed: that of the last `count` proxies, or of proxies at known addresses. */
export type TrustProxy = { kind: 'count'; count: number } | { kind: 'addresses'; addresses: readonly string[] };

const MOST_PROXIES = 10;

/**
 * Reads `TRUST_PROXY`: a number of proxies, or addresses and networks separated by commas.
 *
 * @returns null if it is neither
 */
export function parseTrustProxy(value: string): TrustProxy | null {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) <= MOST_PROXIES ? { kind: 'count', count: Number(text) } : null;
  const addresses = text.split(',').map((address) => address.trim());
  return addresses.every(isNetwork) ? { kind: 'addresses', addresses } : null;
}

export type Hop = {
  /** Address at the other end of the connection. */
  peer: string | undefined;
  /** X-Forwarded-For as received: client first, then one entry by each proxy for whoever had called it. */
  forwardedFor: string | undefined;
};

/**
 * The client's address: read from the near end of X-Forwarded-For, for as long as each speaker is believed. Whatever a
 * client wrote into the header itself stands further left and is never reached.
 *
 * @returns an address without port, IPv4 in its plain form; an empty string if even the peer is unknown
 */
export function clientAddress(trust: TrustProxy, { peer, forwardedFor }: Hop): string {
  const claims = (forwardedFor ?? '').split(',').map(plainAddress).filter(Boolean).reverse();
  let address = plainAddress(peer ?? '');
  for (const [index, claim] of claims.entries()) {
    const isBelieved = trust.kind === 'count' ? index < trust.count : isListed(trust.addresses, address);
    if (!isBelieved || isIP(claim) === 0) break;
    address = claim;
  }
  return address;
}

function plainAddress(text: string): string {
  const trimmed = text.trim();
  const bare = /^\[(.+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function isListed(addresses: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList();
  for (const entry of addresses) {
    const [network = '', prefix] = entry.split('/');
    const type = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(prefix), type);
  }
  return list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function isNetwork(text: string): boolean {
  const [network = '', prefix, ...rest] = text.split('/');
  const family = isIP(network);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}
