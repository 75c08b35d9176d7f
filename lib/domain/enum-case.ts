/**
 * The contract's spelling of a value of a database enum: the same words in lower case.
 *
 * @example lowerCase('REMOTE_WIPE') // 'remote_wipe'
 */
export function lowerCase<T extends string>(value: T): Lowercase<T> {
  // Holds by definition: `Lowercase` is what `toLowerCase` does to ASCII letters, and enum values have no others.
  return value.toLowerCase() as Lowercase<T>;
}

/** The database enum's spelling of a value of the contract: the same words in upper case. */
export function upperCase<T extends string>(value: T): Uppercase<T> {
  // Holds by definition, as above.
  return value.toUpperCase() as Uppercase<T>;
}
