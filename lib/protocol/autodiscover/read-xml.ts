import { XmlError, type XmlErrorCode } from '@/lib/protocol/autodiscover/xml-error';

// Implementation notes
// - Not an XML parser: what Autodiscover needs of one. Elements, attributes, text, comments, namespaces, the five named
//   references. What makes XML dangerous (document types, entities, instructions) is refused, not skipped.
// - One pass with an explicit stack. Every expression is sticky, begins with a literal or a class and repeats only one
//   class at a time, so a failed match costs no more than the text it looked at.
// - Only XmlError leaves this file.

export interface XmlElement {
  /** Empty: none. */
  readonly namespace: string;
  /** Without prefix. */
  readonly name: string;
  /** Those without a prefix, but for `xmlns`. Absent rather than empty. */
  readonly attributes?: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, in one. */
  readonly text: string;
}

export const xmlLimits = Object.freeze({ maxBytes: 16 * 1024, maxDepth: 16, maxElements: 256 });

interface OpenElement {
  readonly qualifiedName: string;
  readonly namespace: string;
  readonly name: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const declaration = /<\?xml[ \t\r\n][^<>?]{0,200}\?>/y;
const space = /[ \t\r\n]*/y;
const characters = /[^<]+/y;
const comment = /<!--/y;
const closingTag = /<\/([^<>/="'&; \t\r\n]+)[ \t\r\n]*>/y;
const openingTag = /<([^<>/="'&;!? \t\r\n]+)/y;
const attribute = /([^<>/="'&;!? \t\r\n]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /(\/?)>/y;
const qualifiedName = /^[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?$/u;
// eslint-disable-next-line no-control-regex -- these are the characters that XML does not have
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/**
 * The root element of a document in UTF-8.
 *
 * @throws XmlError naming the first fault
 */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > xmlLimits.maxBytes) throw new XmlError('too_large', xmlLimits.maxBytes);
  return new XmlReader(decode(bytes)).document();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // leaves a byte order mark out
  } catch {
    throw new XmlError('not_utf8', 0); // the only failure is malformed UTF-8
  }
}

class XmlReader {
  private offset = 0;
  private elementCount = 0;
  private readonly open: OpenElement[] = [];
  private root: XmlElement | undefined;

  constructor(private readonly source: string) {}

  document(): XmlElement {
    const forbiddenAt = this.source.search(forbidden);
    if (forbiddenAt !== -1) this.fail('malformed', forbiddenAt);
    this.match(declaration);
    while (this.offset < this.source.length) this.step();
    if (!this.root) this.fail('malformed');
    return this.root;
  }

  private step(): void {
    const text = this.match(characters);
    if (text) return this.text(text[0]);
    if (this.match(comment)) return this.comment();
    const close = this.match(closingTag);
    if (close) return this.close(close[1] ?? '');
    const start = this.match(openingTag);
    if (start) return this.element(start[1] ?? '');
    return this.fail(/^<[!?]/.test(this.source.slice(this.offset, this.offset + 2)) ? 'not_allowed' : 'malformed');
  }

  private text(raw: string): void {
    const current = this.open.at(-1);
    if (current) current.text += this.unescape(raw);
    else if (raw.trim() !== '') this.fail('malformed');
  }

  private comment(): void {
    const end = this.source.indexOf('--', this.offset);
    if (end === -1 || this.source[end + 2] !== '>') this.fail('malformed');
    this.offset = end + 3;
  }

  private close(name: string): void {
    const current = this.open.pop();
    if (current?.qualifiedName !== name) this.fail('malformed');
    this.attach(current);
  }

  private element(tag: string): void {
    if (this.root || !qualifiedName.test(tag)) this.fail('malformed');
    this.elementCount += 1;
    if (this.elementCount > xmlLimits.maxElements) this.fail('too_many_elements');
    if (this.open.length >= xmlLimits.maxDepth) this.fail('too_deep');
    const { prefixes, attributes, isEmpty } = this.attributes(this.open.at(-1)?.prefixes ?? new Map());
    const colon = tag.indexOf(':');
    const namespace = prefixes.get(tag.slice(0, Math.max(colon, 0)));
    if (namespace === undefined && colon !== -1) this.fail('unknown_prefix');
    const element: OpenElement = {
      qualifiedName: tag,
      namespace: namespace ?? '',
      name: tag.slice(colon + 1),
      prefixes,
      attributes,
      children: [],
      text: '',
    };
    if (isEmpty) this.attach(element);
    else this.open.push(element);
  }

  /** Reads up to the end of an opening tag. */
  private attributes(outer: ReadonlyMap<string, string>): {
    readonly prefixes: ReadonlyMap<string, string>;
    readonly attributes: ReadonlyMap<string, string>;
    readonly isEmpty: boolean;
  } {
    const seen = new Set<string>();
    const prefixes = new Map(outer);
    const attributes = new Map<string, string>();
    for (;;) {
      const gap = this.match(space);
      const end = this.match(tagEnd);
      if (end) return { prefixes, attributes, isEmpty: end[1] === '/' };
      const found = gap?.[0] ? this.match(attribute) : null;
      const name = found?.[1];
      if (!found || name === undefined || !qualifiedName.test(name)) return this.fail('malformed');
      if (seen.has(name)) this.fail('repeated_attribute');
      seen.add(name);
      const value = this.unescape(found[2] ?? found[3] ?? '');
      if (name === 'xmlns') prefixes.set('', value);
      else if (name.startsWith('xmlns:')) prefixes.set(name.slice('xmlns:'.length), value);
      else if (!name.includes(':')) attributes.set(name, value);
    }
  }

  private attach({ namespace, name, attributes, children, text }: OpenElement): void {
    const element = { namespace, name, ...(attributes.size > 0 && { attributes }), children, text };
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
  }

  private unescape(raw: string): string {
    return raw.replaceAll(/&([^;&]{0,8};?)/g, (_all, reference: string) => {
      const value = references.get(reference);
      if (value === undefined) this.fail('not_allowed');
      return value;
    });
  }

  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.offset;
    const match = expression.exec(this.source);
    if (match) this.offset += match[0].length;
    return match;
  }

  private fail(code: XmlErrorCode, offset = this.offset): never {
    throw new XmlError(code, offset);
  }
}

const references: ReadonlyMap<string, string> = new Map([
  ['lt;', '<'],
  ['gt;', '>'],
  ['amp;', '&'],
  ['quot;', '"'],
  ['apos;', "'"],
]);
