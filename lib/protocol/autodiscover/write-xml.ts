/** An element to be written: a name, its attributes, and text or children. */
export interface XmlNode {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** A false or undefined child is left out. */
  readonly content?: string | readonly (XmlNode | undefined | false)[];
}

const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** A document in UTF-8, with its declaration. Characters that XML does not have are left out. */
export const writeXml = (root: XmlNode): string => `<?xml version="1.0" encoding="utf-8"?>\n${writeXmlElement(root)}`;

/** One element, without a declaration before it. */
export function writeXmlElement({ name, attributes = {}, content = '' }: XmlNode): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(' ');
  const inside =
    typeof content === 'string' ? escapeXml(content) : content.map((each) => (each ? writeXmlElement(each) : ''));
  const text = typeof inside === 'string' ? inside : inside.join('');
  return text === '' ? `<${start}/>` : `<${start}>${text}</${name}>`;
}

const escapeXml = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '') // half of a pair: not a character
    // eslint-disable-next-line no-control-regex -- these are the characters that XML does not have
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll(/[<>&"]/g, (character: string) => escapes[character] ?? '');
