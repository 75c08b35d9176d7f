import type { MessageStructureObject } from 'imapflow';
import type { MessagePart } from '@/engine/backends/contract';

const DEPTH_LIMIT = 50;

/** Where a node stands: its path if it has several parts, and its path if it has not. */
type Place = { readonly own: string; readonly leaf: string };

/** BODYSTRUCTURE as the contract has it. Section numbers are counted anew: those of messages inside differ. */
export function toMessagePart(node: MessageStructureObject, place: Place = { own: '', leaf: '1' }): MessagePart {
  return convert(node, place, 0);
}

function convert(node: MessageStructureObject, { own, leaf }: Place, depth: number): MessagePart {
  const isMultipart = node.type.startsWith('multipart/');
  const children = depth < DEPTH_LIMIT ? (node.childNodes ?? []) : [];
  const parameters = node.parameters ?? {};
  const placeOf = (index: number): Place => {
    if (!isMultipart) return { own: leaf, leaf: `${leaf}.1` }; // the message inside a message/rfc822
    const path = own === '' ? `${index + 1}` : `${own}.${index + 1}`;
    return { own: path, leaf: path };
  };
  return {
    path: isMultipart ? own : leaf,
    type: node.type,
    parameters,
    encoding: node.encoding?.toLowerCase() || '7bit',
    sizeBytes: node.size ?? 0,
    disposition: node.disposition === 'attachment' || node.disposition === 'inline' ? node.disposition : null,
    fileName: node.dispositionParameters?.['filename'] ?? parameters['name'] ?? null,
    contentId: node.id?.trim().replace(/^<(.*)>$/, '$1') || null,
    parts: children.map((child, index) => convert(child, placeOf(index), depth + 1)),
  };
}
