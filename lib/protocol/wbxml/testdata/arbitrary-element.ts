import fc from 'fast-check';
import { codePages, type Namespace } from '@/lib/protocol/wbxml/code-pages';
import type { EasElement } from '@/lib/protocol/wbxml/element';

// Entries of a closed table: each key is a namespace.
const tags = Object.entries(codePages).flatMap(([namespace, { tags: names }]) =>
  Object.keys(names).map((name) => ({ namespace: namespace as Namespace, name })),
);

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((value) => value.replaceAll('\0', '.'));
const opaque = fc.uint8Array({ minLength: 1, maxLength: 300 });

const tag = fc.constantFrom(...tags);

const leaf: fc.Arbitrary<EasElement> = fc.oneof(
  tag.map((each) => ({ ...each, children: [] })),
  fc.tuple(tag, text).map(([each, value]) => ({ ...each, children: [], text: value })),
  fc.tuple(tag, opaque).map(([each, value]) => ({ ...each, children: [], opaque: value })),
);

const MAX_DEPTH = 6;

const tree: fc.Memo<EasElement> = fc.memo((depth) => {
  if (depth <= 1) return leaf;
  const branch = fc.tuple(tag, fc.array(tree(depth - 1), { minLength: 1, maxLength: 5 }));
  return fc.oneof(
    leaf,
    branch.map(([each, children]) => ({ ...each, children })),
  );
});

/** Trees of every element that may be written, with text, binary content, children, or nothing. */
export const arbitraryElement: fc.Arbitrary<EasElement> = tree(MAX_DEPTH);
