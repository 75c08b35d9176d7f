import type { AnyTagName, Namespace, TagName } from '@/lib/protocol/wbxml/code-pages';

/**
 * One element of an ActiveSync document. It holds child elements or a value; an element with neither is an empty tag.
 * Trees are never changed after they are made.
 */
export interface EasElement {
  readonly namespace: Namespace;
  readonly name: string;
  readonly children: readonly EasElement[];
  /** Absent rather than empty. */
  readonly text?: string;
  /** Binary content. From the decoder it is a view into the request: copy what outlives it. */
  readonly opaque?: Uint8Array;
}

/** A false or undefined child is left out, so that optional parts can be written in place. */
export type ElementChild = EasElement | undefined | false;

/** Numbers are written in decimal, booleans as `1` and `0`: an empty boolean would mean true. */
export type ElementContent = string | number | boolean | Uint8Array | readonly ElementChild[];

const NO_CHILDREN: readonly EasElement[] = Object.freeze([]);

/**
 * Makes an element: `el('Provision', 'Status', 1)`, `el('Provision', 'Policies', [el(…), …])`, or an empty tag.
 *
 * @see [MS-ASDTYPE] 2.1 boolean Data Type
 */
export function el<N extends Namespace>(namespace: N, name: TagName<N>, content?: ElementContent): EasElement {
  return makeElement(namespace, name, content);
}

/** As `el`, but no element at all if there is no content: for optional children. */
export function optional<N extends Namespace>(
  namespace: N,
  name: TagName<N>,
  content: ElementContent | undefined,
): EasElement | undefined {
  return content === undefined ? undefined : makeElement(namespace, name, content);
}

function makeElement(namespace: Namespace, name: string, content: ElementContent | undefined): EasElement {
  if (content === undefined || content === '') return { namespace, name, children: NO_CHILDREN };
  if (typeof content === 'string') return { namespace, name, children: NO_CHILDREN, text: content };
  if (typeof content === 'number') return { namespace, name, children: NO_CHILDREN, text: String(content) };
  if (typeof content === 'boolean') return { namespace, name, children: NO_CHILDREN, text: content ? '1' : '0' };
  if (content instanceof Uint8Array) return { namespace, name, children: NO_CHILDREN, opaque: content };
  return { namespace, name, children: content.filter((each) => typeof each === 'object') };
}

/** The first child of this name. Its namespace is the parent's unless another one is named. */
export function child(parent: EasElement, name: AnyTagName, namespace = parent.namespace): EasElement | undefined {
  return parent.children.find((each) => each.name === name && each.namespace === namespace);
}

/** All children of this name, in document order. */
export function children(parent: EasElement, name: AnyTagName, namespace = parent.namespace): EasElement[] {
  return parent.children.filter((each) => each.name === name && each.namespace === namespace);
}

/** The text of the first child of this name: undefined without such a child, empty for an empty tag. */
export function text(parent: EasElement, name: AnyTagName, namespace = parent.namespace): string | undefined {
  const found = child(parent, name, namespace);
  return found && textOf(found);
}

/** An element's own text. Some clients send text as opaque bytes, so those are read as UTF-8. */
export function textOf(element: EasElement): string {
  if (element.text !== undefined) return element.text;
  return element.opaque ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(element.opaque) : '';
}

/** An element's own bytes. Some clients send binary content as base64 text, so that is decoded. */
export function bytesOf(element: EasElement): Uint8Array {
  return element.opaque ?? Buffer.from(element.text ?? '', 'base64');
}

/** Bytes as the text that stands for them where binary content is not allowed. */
export const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
