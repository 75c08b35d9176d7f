/**
 * How long a server keeps a connection on which nothing is asked, in milliseconds. Longer than nginx (60 s), Traefik
 * (90 s) and Caddy (120 s) keep theirs: otherwise a proxy sends a request on a connection that is just being closed,
 * and whoever sent it reads of a bad gateway.
 */
export const KEEP_ALIVE_MS = 130_000;
