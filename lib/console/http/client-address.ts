import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { clientAddress, type TrustProxy } from '@/lib/config/trust-proxy';

/** Request header with the client's address. Set here on every request, so that nobody else's word gets through. */
const ADDRESS_HEADER = 'x-mobileadmin-client';

/** The client's address of a request, as far as it is known. */
export const addressOf = (headers: Headers): string | null => headers.get(ADDRESS_HEADER) || null;

/**
 * Notes the client's address on every request that this process receives, before anything else sees it. Routes and
 * pages have no access to the socket, and X-Forwarded-For alone may be the client's invention.
 */
export function noteClientAddresses(trust: TrustProxy): void {
  subscribe('http.server.request.start', (message) => {
    const request = typeof message === 'object' && message !== null && 'request' in message ? message.request : null;
    if (!(request instanceof IncomingMessage)) return;
    const forwarded = request.headers['x-forwarded-for'];
    request.headers[ADDRESS_HEADER] = clientAddress(trust, {
      peer: request.socket.remoteAddress,
      forwardedFor: Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    });
  });
}
