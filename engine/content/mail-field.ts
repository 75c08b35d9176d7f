import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Address } from '@/engine/backends/contract';
import type { RawField } from './header-block';

/** A header field, encoded and folded. Line ends in the value do not end the field. */
export function mailField(name: string, value: string | readonly Address[]): RawField {
  // The library wants a list that it may change.
  const encoded = MimeNode.encodeHeaderValue(name, typeof value === 'string' ? value : [...value]);
  return { name: name.toLowerCase(), raw: Buffer.from(`${foldLines(`${name}: ${encoded}`, 76)}\r\n`) };
}
