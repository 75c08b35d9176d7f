import { type HeaderBlock, valueOf } from './header-block';

const opaqueTypes = ['multipart/encrypted', 'application/pkcs7-mime', 'application/x-pkcs7-mime'];

/**
 * Whether a message is signed or encrypted, by S/MIME or PGP/MIME: then no octet of its body may change. `signed` can be
 * read all the same, `opaque` cannot.
 */
export function sealOf({ fields }: HeaderBlock): 'signed' | 'opaque' | null {
  const field = fields.find(({ name }) => name === 'content-type');
  const type = (field ? valueOf(field) : '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'multipart/signed') return 'signed';
  return opaqueTypes.includes(type) ? 'opaque' : null;
}
