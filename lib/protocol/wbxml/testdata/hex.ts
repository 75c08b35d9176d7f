/** Bytes written as hexadecimal, with blanks wherever they help. */
export const hexBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.replaceAll(/\s/g, '').match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
