import type { DocumentVersion, ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { writeProvisionDocument } from '@/lib/protocol/eas/provision-document';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/**
 * The document of a policy as XML, for people: what the WBXML on the wire stands for, indented.
 *
 * @throws EasFormatError as `writeProvisionDocument`
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export function provisionXml(settings: ProvisionSettings, version: DocumentVersion): string {
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

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escape = (text: string): string => text.replaceAll(/[&<>]/g, (character) => entities[character] ?? character);
