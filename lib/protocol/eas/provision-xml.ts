import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import type { DocumentVersion, ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { writeProvisionDocument } from '@/lib/protocol/eas/provision-document';
import { writeWapProvisioning } from '@/lib/protocol/eas/wap-provisioning';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/**
 * The document of a policy as XML, for people: what the WBXML on the wire stands for, indented. For 2.5 the text that
 * goes over the wire, with line breaks.
 *
 * @throws EasFormatError as `writeProvisionDocument`
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export function provisionXml(settings: ProvisionSettings, version: DocumentVersion): string {
  if (version === LEGACY_VERSION) return indented(writeWapProvisioning(settings));
  const document = writeProvisionDocument(settings, version);
  const lines = document.children.flatMap((element) => linesOf(element, '  '));
  return [`<${document.name} xmlns="Provision:">`, ...lines, `</${document.name}>`].join('\n');
}

function linesOf({ name, text, children }: EasElement, indent: string): string[] {
  if (children.length > 0) {
    const inner = children.flatMap((element) => linesOf(element, `${indent}  `));
    return [`${indent}<${name}>`, ...inner, `${indent}</${name}>`];
  }
  return [text === undefined || text === '' ? `${indent}<${name}/>` : `${indent}<${name}>${escape(text)}</${name}>`];
}

/** Each tag on a line of its own; the text has nothing but tags. */
function indented(xml: string): string {
  let depth = 0;
  const lines = xml.split(/(?<=>)/).map((tag) => {
    if (tag.startsWith('</')) depth -= 1;
    const line = `${'  '.repeat(depth)}${tag}`;
    if (!tag.startsWith('</') && !tag.endsWith('/>')) depth += 1;
    return line;
  });
  return lines.join('\n');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escape = (text: string): string => text.replaceAll(/[&<>]/g, (character) => entities[character] ?? character);
