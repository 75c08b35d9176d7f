/**
 * Why bytes are not an acceptable document, or why a tree cannot become one. Codes are part of the contract: logs,
 * counters and tests name them.
 */
export type WbxmlErrorCode =
  /** The input ends before the document does. */
  | 'truncated'
  /** A multi-byte integer needs more than 32 bits. */
  | 'overflow'
  /** Not WBXML 1.1 to 1.3, or not in UTF-8. */
  | 'header_invalid'
  | 'string_table_unsupported'
  /** Entities, literals, processing instructions, extensions, attributes: legal WBXML that ActiveSync does not use. */
  | 'unsupported_token'
  /** The outermost element is not known, so there is no document. */
  | 'unknown_root'
  /** Content outside of the outermost element, before or after it. */
  | 'outside_root'
  | 'too_large'
  | 'too_deep'
  | 'too_many_elements'
  | 'too_many_tokens'
  | 'string_too_long'
  | 'opaque_too_long'
  /** The tree names an element that no code page has. */
  | 'not_encodable';

/** Malformed input. `offset` is where in the input it was found; for a tree that cannot be encoded, in the output. */
export class WbxmlError extends Error {
  override readonly name = 'WbxmlError';

  constructor(
    readonly code: WbxmlErrorCode,
    readonly offset: number,
  ) {
    super(`${code} at byte ${offset}`);
  }
}
