import { readBoolean, requireDocument, requireInteger, requireSome } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { base64Of, bytesOf, child, children, type EasElement, el } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.18 Status (ValidateCert), of the whole answer and of one certificate. */
export const validateCertStatus = {
  success: 1,
  protocolError: 2,
  invalidSignature: 3,
  untrustedSource: 4,
  invalidChain: 5,
  notForMail: 6,
  expired: 7,
  periodMismatch: 8,
  wrongUse: 9,
  missingInformation: 10,
  wrongUseOfAuthority: 11,
  nameMismatch: 12,
  revoked: 13,
  revocationServerOffline: 14,
  chainRevoked: 15,
  revocationUnknown: 16,
  serverError: 17,
} as const;

export interface ValidateCertRequest {
  /** X.509 in DER, from the first certificate's issuer upwards. */
  readonly chain: readonly Uint8Array[];
  /** X.509 in DER. */
  readonly certificates: readonly Uint8Array[];
  /** Whether to ask for revocation, too. */
  readonly checkRevocation: boolean;
}

export interface ValidateCertResponse {
  readonly status: number;
  /** Statuses of the certificates in the order of the request. */
  readonly certificates: readonly number[];
}

const MAX_CERTIFICATES = 100;
const MAX_CERTIFICATE_BYTES = 64 * 1024;
const status = validateCertStatus.protocolError;

/**
 * @throws EasFormatError with Status 2, also for more than 100 certificates
 * @see [MS-ASCMD] 2.2.1.22 ValidateCert
 */
export function readValidateCertRequest(element: EasElement): ValidateCertRequest {
  requireDocument(element, 'ValidateCert', status);
  const chain = child(element, 'CertificateChain');
  const list = child(element, 'Certificates');
  if (!list) throw new EasFormatError('missing_element', 'Certificates', status);
  return {
    chain: chain ? readCertificates(chain) : [],
    certificates: readCertificates(list),
    checkRevocation: readBoolean(element, { name: 'CheckCRL', status }) ?? false,
  };
}

const readCertificates = (list: EasElement): Uint8Array[] =>
  requireSome(list, { name: 'Certificate', status, max: MAX_CERTIFICATES }).map(readCertificate);

function readCertificate(element: EasElement): Uint8Array {
  const bytes = bytesOf(element);
  if (bytes.length === 0) throw new EasFormatError('invalid_value', 'Certificate', status);
  if (bytes.length > MAX_CERTIFICATE_BYTES) throw new EasFormatError('value_too_long', 'Certificate', status);
  return bytes;
}

/** The request of a client. */
export const writeValidateCertRequest = (request: ValidateCertRequest): EasElement =>
  el('ValidateCert', 'ValidateCert', [
    request.chain.length > 0 && el('ValidateCert', 'CertificateChain', request.chain.map(writeCertificate)),
    el('ValidateCert', 'Certificates', request.certificates.map(writeCertificate)),
    request.checkRevocation && el('ValidateCert', 'CheckCRL', true),
  ]);

const writeCertificate = (bytes: Uint8Array): EasElement => el('ValidateCert', 'Certificate', base64Of(bytes));

/** The document of an answer. */
export const writeValidateCertResponse = (response: ValidateCertResponse): EasElement =>
  el('ValidateCert', 'ValidateCert', [
    el('ValidateCert', 'Status', response.status),
    ...response.certificates.map((each) => el('ValidateCert', 'Certificate', [el('ValidateCert', 'Status', each)])),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to ValidateCert
 */
export function readValidateCertResponse(element: EasElement): ValidateCertResponse {
  requireDocument(element, 'ValidateCert', status);
  return {
    status: requireInteger(element, { name: 'Status', status }),
    certificates: children(element, 'Certificate').map((each) => requireInteger(each, { name: 'Status', status })),
  };
}
