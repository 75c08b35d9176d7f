/** Why a document is not read. Part of the contract: logs and tests name these codes. */
export type XmlErrorCode =
  | 'too_large'
  | 'not_utf8'
  | 'malformed'
  /** A document type, a processing instruction, a CDATA section, or a reference other than the five. */
  | 'not_allowed'
  | 'too_deep'
  | 'too_many_elements'
  | 'unknown_prefix'
  | 'repeated_attribute';

/** A document that is not XML as far as Autodiscover needs it. `offset` counts characters. */
export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(
    readonly code: XmlErrorCode,
    readonly offset: number,
  ) {
    super(`${code} at ${offset}`);
  }
}
