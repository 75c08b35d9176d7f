import { codePages, type Namespace } from '@/lib/protocol/wbxml/code-pages';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/** The XML subset of the vectors: elements, `xmlns`, text, five entities. Not a parser for anything else. */
export function parseVectorXml(xml: string, opaquePaths: readonly string[]): EasElement {
  const tokens = xml.matchAll(/<(?<close>\/?)(?<name>\w+)(?: xmlns="(?<ns>\w+)")?(?<empty>\/?)>|(?<text>[^<]+)/g);
  const top: Node = { namespace: 'AirSync', name: '', children: [], text: '', path: '' };
  const open = [top];
  for (const { groups = {} } of tokens) {
    const parent = open.at(-1) ?? top;
    if (groups.text !== undefined) parent.text += unescapeXml(groups.text);
    else if (groups.close) open.pop();
    else {
      const namespace = groups.ns === undefined ? parent.namespace : asNamespace(groups.ns);
      const name = groups.name ?? '';
      const node: Node = { namespace, name, children: [], text: '', path: `${parent.path}/${name}` };
      parent.children.push(node);
      if (!groups.empty) open.push(node);
    }
  }
  const [root] = top.children;
  if (!root) throw new Error('no root element');
  return toElement(root, new Set(opaquePaths));
}

interface Node {
  namespace: Namespace;
  name: string;
  children: Node[];
  text: string;
  path: string;
}

function toElement({ namespace, name, children, text, path }: Node, opaquePaths: ReadonlySet<string>): EasElement {
  const element = { namespace, name, children: children.map((each) => toElement(each, opaquePaths)) };
  if (opaquePaths.has(path)) return { ...element, opaque: new Uint8Array(Buffer.from(text, 'base64')) };
  return text === '' ? element : { ...element, text };
}

function asNamespace(name: string): Namespace {
  if (!(name in codePages)) throw new Error(`no code page ${name}`);
  return name as Namespace; // a key of codePages, as just checked
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescapeXml = (text: string): string => text.replaceAll(/&(\w+);/g, (_all, name: string) => entities[name] ?? '');
