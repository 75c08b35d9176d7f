import type { MessagePart } from '@/engine/backends/contract';
import { bytesOf, child, children, type EasElement, text, textOf } from '@/lib/protocol/wbxml/element';
import type { DecodedAttachment } from './decode-message';
import { readFileReference } from './file-reference';
import { OutgoingProblem } from './outgoing-problem';

export type ChangedAttachments = {
  readonly all: readonly DecodedAttachment[];
  readonly added: readonly { readonly clientId: string; readonly attachment: DecodedAttachment }[];
};

const MAX_ATTACHMENTS = 500;

/**
 * The attachments of a draft after the client has added and deleted some.
 *
 * @throws OutgoingProblem `malformed` if one to delete is not there
 * @see [MS-ASAIRS] 2.2.2 Elements
 */
export function changedAttachments(
  stored: readonly DecodedAttachment[],
  changes: EasElement | undefined,
  structure: MessagePart | null,
): ChangedAttachments {
  if (!changes) return { all: stored, added: [] };
  const deleted = children(changes, 'Delete').map((each) => text(each, 'FileReference') ?? '');
  const paths = deleted.length > 0 && structure ? pathsInOrder(structure) : [];
  if (deleted.length > 0 && paths.length !== stored.length) throw new OutgoingProblem('malformed');
  const gone = new Set(deleted.map((reference) => indexOf(reference, paths)));
  const added = children(changes, 'Add').map((each) => ({
    clientId: (text(each, 'ClientId') ?? '').slice(0, 64),
    attachment: addedAttachment(each),
  }));
  const all = [...stored.filter((_, index) => !gone.has(index)), ...added.map(({ attachment }) => attachment)];
  if (all.length > MAX_ATTACHMENTS) throw new OutgoingProblem('malformed');
  return { all, added };
}

function indexOf(reference: string, paths: readonly string[]): number {
  const index = paths.indexOf(readFileReference(reference)?.path ?? '');
  if (index < 0) throw new OutgoingProblem('malformed');
  return index;
}

/** Paths of what the parser takes for attachments, in the order in which it finds them. */
function pathsInOrder(part: MessagePart): string[] {
  if (part.type.startsWith('multipart/')) return part.parts.flatMap(pathsInOrder);
  const isText = (part.type === 'text/plain' || part.type === 'text/html') && part.disposition !== 'attachment';
  return isText ? [] : [part.path];
}

function addedAttachment(element: EasElement): DecodedAttachment {
  const content = child(element, 'Content');
  const type = text(element, 'ContentType')?.trim().toLowerCase() ?? '';
  const isInline = child(element, 'IsInline');
  const method = Number(text(element, 'Method') ?? 1);
  return {
    fileName: text(element, 'DisplayName')?.slice(0, 255) || null,
    type: method === 5 ? 'message/rfc822' : type || 'application/octet-stream',
    isInline: isInline !== undefined && textOf(isInline).trim() !== '0',
    contentId: text(element, 'ContentId')?.replaceAll(/^<|>$/g, '') || null,
    method: null,
    charset: null,
    content: content ? Buffer.from(bytesOf(content)) : Buffer.alloc(0),
  };
}
