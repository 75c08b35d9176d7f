import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Whether this is an address of this very machine. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  const family = isIP(plain);
  if (family === 4) return plain.startsWith('127.');
  return family === 6 && loopback.check(plain, 'ipv6');
}

/** However it is written. */
const loopback = new BlockList();
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a request was made on this machine. One that a proxy here passes on was not, whatever the connection says; so
 * every address that a proxy names has to be of this machine as well.
 */
export function isLocalRequest({ socket, headers }: IncomingMessage): boolean {
  if (headers.forwarded !== undefined) return false;
  const claimed = [headers['x-forwarded-for'] ?? []].flat().flatMap((value) => value.split(','));
  return [socket.remoteAddress ?? '', ...claimed.map((value) => value.trim())].every(isLoopback);
}
