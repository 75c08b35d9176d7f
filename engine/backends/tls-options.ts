import { rootCertificates } from 'node:tls';

/** Certificates of mail servers are always checked; `certificateAuthorities` are trusted beside those of Node. */
export function tlsOptions(certificateAuthorities: readonly string[]) {
  const ca = [...rootCertificates, ...certificateAuthorities];
  return { rejectUnauthorized: true, ...(certificateAuthorities.length > 0 && { ca }) };
}
