import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  readValidateCertRequest,
  validateCertStatus as status,
  writeValidateCertResponse,
} from '@/lib/protocol/eas/validate-cert';

/** More than any chain has. */
const MAX_DEPTH = 10;
/** RFC 5280 4.2.1.12: what certificates for mail may be used for. */
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const ANY_USE = '2.5.29.37.0';

/**
 * Whether certificates are good for mail: signatures up to a root that Node trusts, dates, and use. Revocation is not
 * asked for: a request for that is told so instead of "valid".
 *
 * @see [MS-ASCMD] 2.2.1.22 ValidateCert
 */
export async function validateCert({ document, ctx }: Exchange): Promise<Answer> {
  if (!document) throw new EasFormatError('missing_element', 'Certificates', status.protocolError);
  const { certificates, chain, checkRevocation } = readValidateCertRequest(document);
  const issuers = chain.flatMap((bytes) => read(bytes) ?? []);
  const answers = certificates.map((bytes) => {
    const certificate = read(bytes);
    if (!certificate) return status.protocolError;
    const verdict = validate(certificate, { chain: issuers, roots: trustedRoots(), now: ctx.now() });
    return verdict === status.success && checkRevocation ? status.revocationUnknown : verdict;
  });
  return documentAnswer(writeValidateCertResponse({ status: status.success, certificates: answers }));
}

function read(bytes: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    // Whatever it is, it is no certificate.
    return null;
  }
}

let roots: readonly X509Certificate[] | undefined;
const trustedRoots = () => (roots ??= rootCertificates.map((pem) => new X509Certificate(pem)));

export type Trust = {
  /** Between the certificate and a root. */
  readonly chain: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  readonly now: Date;
};

/** The first thing that is wrong with it, or that nothing is. */
export function validate(certificate: X509Certificate, { chain, roots: trusted, now }: Trust): number {
  if (!isInTime(certificate, now)) return status.expired;
  if (certificate.ca) return status.wrongUse;
  const uses: readonly string[] | undefined = certificate.keyUsage;
  if (uses && !uses.includes(EMAIL_PROTECTION) && !uses.includes(ANY_USE)) return status.notForMail;
  let subject = certificate;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const current = subject;
    const isIssuer = (each: X509Certificate) => current.checkIssued(each);
    const root = trusted.find(isIssuer);
    if (root) return checkLink(subject, root, now);
    const issuer = chain.find((each) => isIssuer(each) && each.fingerprint256 !== current.fingerprint256);
    if (!issuer) return status.untrustedSource;
    const problem = checkLink(subject, issuer, now);
    if (problem !== status.success) return problem;
    subject = issuer;
  }
  return status.invalidChain;
}

function checkLink(subject: X509Certificate, issuer: X509Certificate, now: Date): number {
  if (!issuer.ca) return status.wrongUseOfAuthority;
  if (!isInTime(issuer, now)) return status.expired;
  return subject.verify(issuer.publicKey) ? status.success : status.invalidSignature;
}

const isInTime = ({ validFrom, validTo }: X509Certificate, now: Date): boolean =>
  new Date(validFrom) <= now && now <= new Date(validTo);
