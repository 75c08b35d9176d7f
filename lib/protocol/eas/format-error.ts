/** What is wrong with a well-formed document. Part of the contract: logs and tests name these codes. */
export type EasFormatCode =
  | 'unexpected_document'
  | 'missing_element'
  | 'repeated_element'
  | 'conflicting_elements'
  | 'invalid_value'
  | 'value_too_long'
  | 'out_of_range';

/**
 * A document that decodes but does not say what its command requires. `status` is what the specification wants as the
 * answer, in the command's own document; `element` is the name of the element at fault.
 */
export class EasFormatError extends Error {
  override readonly name = 'EasFormatError';

  constructor(
    readonly code: EasFormatCode,
    readonly element: string,
    readonly status: number,
  ) {
    super(`${code}: ${element}`);
  }
}
