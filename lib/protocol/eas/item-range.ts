import type { Field } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { type EasElement, text } from '@/lib/protocol/wbxml/element';

/** From the first to the last, both counted from 0 and both included: results of a search, or bytes of a file. */
export interface ItemRange {
  readonly first: number;
  readonly last: number;
}

/**
 * A Range child, or undefined if it is absent.
 *
 * @throws EasFormatError `invalid_value` if it is not `m-n`, `out_of_range` if m is after n
 * @see [MS-ASCMD] 2.2.1.16 Search, [MS-ASCMD] 2.2.1.10 ItemOperations
 */
export function readRange(parent: EasElement, { status, namespace }: Omit<Field, 'name'>): ItemRange | undefined {
  const value = text(parent, 'Range', namespace)?.trim();
  if (value === undefined) return undefined;
  const match = /^(\d{1,10})-(\d{1,10})$/.exec(value);
  if (!match) throw new EasFormatError('invalid_value', 'Range', status);
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (first > last) throw new EasFormatError('out_of_range', 'Range', status);
  return { first, last };
}

/** As on the wire; undefined for none. */
export const formatRange = (range: ItemRange | undefined): string | undefined =>
  range && `${range.first}-${range.last}`;
