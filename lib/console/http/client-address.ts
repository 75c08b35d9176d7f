import { CLIENT_ADDRESS_HEADER } from '@/lib/config/client-address-header';

/**
 * The client's address of a request, as far as it is known. The console's server notes it on every request it receives,
 * over whatever the client wrote there itself: routes and pages have no access to the connection.
 */
export const addressOf = (headers: Headers): string | null => headers.get(CLIENT_ADDRESS_HEADER) || null;
