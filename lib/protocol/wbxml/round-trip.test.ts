import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePages, type Namespace } from '@/lib/protocol/wbxml/code-pages';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { arbitraryElement } from '@/lib/protocol/wbxml/testdata/arbitrary-element';

describe('documents', () => {
  it('come back as they were written, whatever their elements and content', () => {
    fc.assert(
      fc.property(arbitraryElement, (element) => {
        expect(decodeWbxml(encodeWbxml(element))).toEqual(element);
      }),
      { numRuns: 250, seed: 20_260_101 },
    );
  });

  it('are written in one way only', () => {
    fc.assert(
      fc.property(arbitraryElement, (element) => {
        const bytes = encodeWbxml(element);
        expect(encodeWbxml(decodeWbxml(bytes))).toEqual(bytes);
      }),
      { numRuns: 150, seed: 20_260_102 },
    );
  });

  it.each(Object.entries(codePages))('with every element of %s come back', (namespace, { tags }) => {
    // Entries of a closed table: each key is a namespace.
    const children = Object.keys(tags).map((name): EasElement => ({
      namespace: namespace as Namespace,
      name,
      children: [],
    }));
    const root: EasElement = { namespace: 'AirSync', name: 'Sync', children };
    expect(decodeWbxml(encodeWbxml(root))).toEqual(root);
  });
});

describe('writing', () => {
  it('drops NUL from text, which would end the string', () => {
    const element: EasElement = { namespace: 'Email', name: 'Subject', children: [], text: 'a\0b\0' };
    expect(decodeWbxml(encodeWbxml(element)).text).toBe('ab');
  });

  it.each([
    ['is unknown', 'NoSuchElement'],
    ['belongs to an older version', 'DocumentBrowseEnabled'],
  ])('refuses an element that %s', (_what, name) => {
    const element: EasElement = { namespace: 'Provision', name, children: [] };
    expect(() => encodeWbxml(element)).toThrow(expect.objectContaining({ code: 'not_encodable' }));
  });
});
