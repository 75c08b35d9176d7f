/**
 * Code page 11: ValidateCert.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 *
 * @see [MS-ASWBXML] 2.1.2.1.12 Code Page 11: ValidateCert
 */
export const validateCertPage = {
  page: 11,
  tags: {
    ValidateCert: 0x05,
    Certificates: 0x06,
    Certificate: 0x07,
    CertificateChain: 0x08,
    CheckCRL: 0x09,
    Status: 0x0a,
  },
  legacyTags: {},
} as const;
