import { type HeaderBlock, valueOf } from './header-block';

const sealedTypes = ['multipart/signed', 'multipart/encrypted', 'application/pkcs7-mime', 'application/x-pkcs7-mime'];

/** Whether a message is signed or encrypted, by S/MIME or PGP/MIME: then no octet of its body may change. */
export function isSealed({ fields }: HeaderBlock): boolean {
  const field = fields.find(({ name }) => name === 'content-type');
  const type = field && valueOf(field).split(';')[0]?.trim().toLowerCase();
  return type !== undefined && sealedTypes.includes(type);
}
