import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { hexBytes } from '@/lib/protocol/wbxml/testdata/hex';
import data from '@/lib/protocol/wbxml/testdata/vectors.json';

/** The tree of a wire vector. */
export function vector(name: string): EasElement {
  const found = data.vectors.find((each) => each.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return decodeWbxml(hexBytes(found.hex));
}
