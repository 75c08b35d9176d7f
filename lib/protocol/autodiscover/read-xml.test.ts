import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, xmlLimits } from '@/lib/protocol/autodiscover/read-xml';
import { writeXml, type XmlNode } from '@/lib/protocol/autodiscover/write-xml';
import { XmlError } from '@/lib/protocol/autodiscover/xml-error';
import { processorTimeOf } from '@/scripts/testing/processor-time';

const read = (source: string) => readXml(Buffer.from(source));
const leaf = (name: string, text = '', namespace = '') => ({ namespace, name, text, children: [] });

describe('reading XML', () => {
  it.each([
    ['an empty element', '<a/>', leaf('a')],
    ['a declaration and space around', '<?xml version="1.0" encoding="utf-8"?>\r\n<a> </a>\n', leaf('a', ' ')],
    ['a byte order mark', '\ufeff<a>ü</a>', leaf('a', 'ü')],
    ['the five references', '<a>&lt;&gt;&amp;&quot;&apos;</a>', leaf('a', `<>&"'`)],
    ['what only looks like a reference once read', '<a>&amp;lt;</a>', leaf('a', '&lt;')],
    ['comments', '<!-- <b> --><a>x<!-- y -->z</a><!---->', leaf('a', 'xz')],
    [
      'both quotes',
      `<a x='"' y="'"/>`,
      {
        ...leaf('a'),
        attributes: new Map([
          ['x', '"'],
          ['y', "'"],
        ]),
      },
    ],
    ['space in tags', '<a \n x = "1" ></a >', { ...leaf('a'), attributes: new Map([['x', '1']]) }],
    ['a default namespace', '<a xmlns="urn:x"/>', leaf('a', '', 'urn:x')],
    ['a prefix', '<p:a xmlns:p="urn:x"/>', leaf('a', '', 'urn:x')],
    ['a prefix in an attribute', '<a xsi:type="x" xmlns:xsi="urn:s"/>', leaf('a')],
  ])('takes %s', (_what, source, element) => expect(read(source)).toEqual(element));

  it('keeps namespaces to where they are declared', () => {
    expect(read('<a xmlns="urn:1"><b xmlns="urn:2"><c/></b><d xmlns=""/><e/></a>')).toEqual({
      ...leaf('a', '', 'urn:1'),
      children: [{ ...leaf('b', '', 'urn:2'), children: [leaf('c', '', 'urn:2')] }, leaf('d'), leaf('e', '', 'urn:1')],
    });
  });

  it.each([
    ['nothing', '', 'malformed'],
    ['text alone', 'hello', 'malformed'],
    ['text behind the end', '<a/>x', 'malformed'],
    ['two roots', '<a/><b/>', 'malformed'],
    ['no end', '<a>', 'malformed'],
    ['an end too many', '<a/></a>', 'malformed'],
    ['the wrong end', '<a><b></a></b>', 'malformed'],
    ['a tag cut short', '<a', 'malformed'],
    ['an attribute without value', '<a x/>', 'malformed'],
    ['an attribute without quotes', '<a x=1/>', 'malformed'],
    ['attributes without space between', '<a x="1"y="2"/>', 'malformed'],
    ['a tag in an attribute', '<a x="<"/>', 'malformed'],
    ['a name that begins with a digit', '<1/>', 'malformed'],
    ['a name of two prefixes', '<a:b:c xmlns:a="u"/>', 'malformed'],
    ['a name without end', '<a:/>', 'malformed'],
    ['a comment without end', '<a><!-- x', 'malformed'],
    ['dashes in a comment', '<a><!-- -- --></a>', 'malformed'],
    ['a character that XML does not have', '<a>\u0001</a>', 'malformed'],
    ['an ampersand', '<a>a & b</a>', 'not_allowed'],
    ['a reference without end', '<a>&amp</a>', 'not_allowed'],
    ['an entity', '<a>&nbsp;</a>', 'not_allowed'],
    ['a reference to a character', '<a>&#65;</a>', 'not_allowed'],
    ['an entity in an attribute', '<a x="&x;"/>', 'not_allowed'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'not_allowed'],
    ['an instruction', '<a><?php x?></a>', 'not_allowed'],
    ['a second declaration', '<a/><?xml version="1.0"?>', 'not_allowed'],
    ['a CDATA section', '<a><![CDATA[x]]></a>', 'not_allowed'],
    ['a prefix of no namespace', '<p:a/>', 'unknown_prefix'],
    ['an attribute twice', '<a x="1" x="2"/>', 'repeated_attribute'],
    ['elements too deep', `${'<a>'.repeat(17)}${'</a>'.repeat(17)}`, 'too_deep'],
    ['elements too many', `<a>${'<b/>'.repeat(256)}</a>`, 'too_many_elements'],
    ['more bytes than are read', `<a>${' '.repeat(xmlLimits.maxBytes)}</a>`, 'too_large'],
  ])('refuses %s', (_what, source, code) => {
    expect(() => read(source)).toThrow(expect.objectContaining({ name: 'XmlError', code }));
  });

  it('refuses what is not UTF-8', () => {
    const latin = Buffer.from('<a>\u00fc</a>', 'latin1');
    expect(() => readXml(latin)).toThrow(expect.objectContaining({ code: 'not_utf8' }));
  });

  it('goes to its limits', () => {
    expect(read(`${'<a>'.repeat(16)}${'</a>'.repeat(16)}`).name).toBe('a');
    expect(read(`<a>${'<b/>'.repeat(255)}</a>`).children).toHaveLength(255);
    expect(read(`<a>${' '.repeat(xmlLimits.maxBytes - 7)}</a>`).text).toHaveLength(xmlLimits.maxBytes - 7);
  });
});

describe('hostile text', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    '</',
    '/>',
    '<a',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '<!',
    '<?',
    '?>',
    '&',
    ';',
    '&amp;',
    '"',
    "'",
    '=',
    ' ',
    'a',
    'x="1"',
    'xmlns="u"',
    'xmlns:p="u"',
    'p:',
    '<p:a>',
    '</p:a>',
    ']]>',
    '<![CDATA[',
    '<!DOCTYPE',
    '\0',
    '\ud800',
  );

  /** What is wrong with how it is read, or null. */
  const faultOf = (bytes: Uint8Array): string | null => {
    try {
      readXml(bytes);
      return null;
    } catch (error) {
      return error instanceof XmlError ? null : String(error);
    }
  };

  it('leads to an element or an XmlError', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (list) => {
        expect(faultOf(Buffer.from(list.join('')))).toBeNull();
      }),
      { seed: 20_260_230, numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(faultOf(bytes)).toBeNull();
      }),
      { seed: 20_260_231, numRuns: 1000 },
    );
  });

  it.each(['<', '&', '"', ' ', '<a ', '<a x="', '<!--', 'x=', '<a>', '</', 'a:', '<a x=" '])(
    'costs no more time than its length allows: %o',
    async (piece) => {
      const bytes = Buffer.from(`<a ${piece.repeat(Math.floor((xmlLimits.maxBytes - 3) / piece.length))}`);
      // Backtracking would take minutes.
      expect(await processorTimeOf(() => expect(faultOf(bytes)).toBeNull())).toBeLessThan(2000);
    },
  );
});

describe('writing XML', () => {
  const name = fc.stringMatching(/^[A-Za-z]{1,8}$/);
  const value = fc.string({ unit: 'grapheme', maxLength: 20 });

  it('comes back as it was meant', () => {
    const children = fc.array(fc.record({ name, content: value }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(name, value, children, (root, attribute, content) => {
        const element = read(writeXml({ name: root, attributes: { xmlns: 'urn:x', title: attribute }, content }));
        expect(element.children.map((each) => [each.name, each.text, each.namespace])).toEqual(
          content.map((each) => [each.name, each.content, 'urn:x']),
        );
      }),
      { seed: 20_260_232 },
    );
  });

  it('lets nobody break out of text or attributes', () => {
    const node: XmlNode = { name: 'a', attributes: { x: '"><b/>' }, content: '</a><b>&#65;\u0001\ud800' };
    expect(writeXml(node)).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<a x="&quot;&gt;&lt;b/&gt;">&lt;/a&gt;&lt;b&gt;&amp;#65;</a>',
    );
  });
});
