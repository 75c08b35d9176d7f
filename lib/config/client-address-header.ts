/**
 * Request header by which the console's server tells routes and pages the client's address, as TRUST_PROXY has it. What
 * a client sends under this name is overwritten.
 */
export const CLIENT_ADDRESS_HEADER = 'x-mobileadmin-client-address';
