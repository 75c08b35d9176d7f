import { type EasCommand, isDocumentOf } from '@/lib/protocol/eas/command';
import { parseDateTime } from '@/lib/protocol/eas/date-time';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import type { AnyTagName, Namespace } from '@/lib/protocol/wbxml/code-pages';
import { children, type EasElement, text } from '@/lib/protocol/wbxml/element';

/** What to look for, and the Status that answers a value which is not acceptable. */
export interface Field {
  readonly name: AnyTagName;
  readonly status: number;
  /** Default: the parent's. */
  readonly namespace?: Namespace;
}

export interface IntegerField extends Field {
  /** Default 0. */
  readonly min?: number;
  /** Default 2³² − 1. */
  readonly max?: number;
}

export interface TextField extends Field {
  /** Default 1024 characters. */
  readonly maxLength?: number;
}

const MAX_TEXT_LENGTH = 1024;
const MAX_UINT32 = 0xffff_ffff;

/**
 * Checks that a document is the one its command requires.
 *
 * @throws EasFormatError `unexpected_document` with this status
 */
export function requireDocument(element: EasElement, command: EasCommand, status: number): void {
  if (!isDocumentOf(command, element)) throw new EasFormatError('unexpected_document', element.name, status);
}

/**
 * A text child, or undefined if it is absent.
 *
 * @throws EasFormatError `value_too_long`
 */
export function readText(parent: EasElement, field: TextField): string | undefined {
  const value = text(parent, field.name, field.namespace);
  if (value !== undefined && value.length > (field.maxLength ?? MAX_TEXT_LENGTH)) {
    throw new EasFormatError('value_too_long', field.name, field.status);
  }
  return value;
}

/**
 * A text child that must be there and not be empty.
 *
 * @throws EasFormatError `missing_element`, `value_too_long`
 */
export function requireText(parent: EasElement, field: TextField): string {
  const value = readText(parent, field);
  if (!value) throw new EasFormatError('missing_element', field.name, field.status);
  return value;
}

/**
 * An integer child, or undefined if it is absent.
 *
 * @throws EasFormatError `invalid_value` if it is not a decimal integer, `out_of_range`
 */
export function readInteger(parent: EasElement, field: IntegerField): number | undefined {
  const value = text(parent, field.name, field.namespace)?.trim();
  if (value === undefined) return undefined;
  if (!/^-?\d{1,10}$/.test(value)) throw new EasFormatError('invalid_value', field.name, field.status);
  const number = Number(value);
  if (number < (field.min ?? 0) || number > (field.max ?? MAX_UINT32)) {
    throw new EasFormatError('out_of_range', field.name, field.status);
  }
  return number;
}

/**
 * An integer child that must be there.
 *
 * @throws EasFormatError `missing_element`, `invalid_value`, `out_of_range`
 */
export function requireInteger(parent: EasElement, field: IntegerField): number {
  const value = readInteger(parent, field);
  if (value === undefined) throw new EasFormatError('missing_element', field.name, field.status);
  return value;
}

/**
 * A boolean child, or undefined if it is absent. An empty one is true.
 *
 * @throws EasFormatError `invalid_value`
 * @see [MS-ASDTYPE] 2.1 boolean
 */
export function readBoolean(parent: EasElement, field: Field): boolean | undefined {
  const value = text(parent, field.name, field.namespace)?.trim();
  if (value === undefined) return undefined;
  if (value === '' || value === '1') return true;
  if (value === '0') return false;
  throw new EasFormatError('invalid_value', field.name, field.status);
}

/**
 * An instant, or undefined if it is absent.
 *
 * @throws EasFormatError `invalid_value`
 * @see [MS-ASDTYPE] 2.3 dateTime
 */
export function readDateTime(parent: EasElement, field: Field): Date | undefined {
  const value = text(parent, field.name, field.namespace)?.trim();
  if (value === undefined) return undefined;
  const date = parseDateTime(value);
  if (!date) throw new EasFormatError('invalid_value', field.name, field.status);
  return date;
}

/**
 * Children of one name, as many as the specification lets one request have.
 *
 * @throws EasFormatError `out_of_range` if there are more than `max`, `missing_element` if there are none
 */
export function requireSome(parent: EasElement, field: Field & { readonly max: number }): EasElement[] {
  const found = children(parent, field.name, field.namespace);
  if (found.length === 0) throw new EasFormatError('missing_element', field.name, field.status);
  if (found.length > field.max) throw new EasFormatError('out_of_range', field.name, field.status);
  return found;
}

/** An integer where a wrong one means nothing worse than none at all: undefined for both. */
export function findInteger(parent: EasElement, name: AnyTagName): number | undefined {
  const value = text(parent, name)?.trim();
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}
