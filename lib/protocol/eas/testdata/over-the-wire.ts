import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';

/** What the other side gets of a document. */
export const overTheWire = (element: EasElement): EasElement => decodeWbxml(encodeWbxml(element));

const unknown: EasElement = { namespace: 'AirNotify', name: 'Unknown', children: [], text: '1' };

/** What these hold is not read by a command but handed on as it is. */
const handedOn = new Set(['ApplicationData', 'Properties', 'Schema', 'Supported']);

/**
 * The same document as another client might write it: the elements of every container in another order, and among them
 * one that nobody knows. Elements of one name keep their order, which has a meaning.
 */
export function inDisorder(element: EasElement): EasElement {
  if (element.children.length === 0 || handedOn.has(element.name)) return element;
  const names = [...new Set(element.children.map(({ namespace, name }) => `${namespace}:${name}`))].toReversed();
  const children = names.flatMap((each) =>
    element.children.filter(({ namespace, name }) => `${namespace}:${name}` === each).map(inDisorder),
  );
  return { ...element, children: [unknown, ...children, unknown] };
}
