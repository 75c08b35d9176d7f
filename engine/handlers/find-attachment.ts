import type { FileTarget } from '@/engine/content/file-reference';
import { isAttachmentAllowed } from '@/engine/content/attachment-elements';
import { partAt } from '@/engine/content/part-at';
import type { Exchange } from '@/engine/exchange';
import { mailRulesOf } from './mail-rules';

/** Kept in memory while it is answered. */
const MAX_ATTACHMENT_BYTES = 64 * 1024 * 1024;
const BASE64_SHRINKS_TO = 0.73;

export type Attachment =
  | {
      readonly kind: 'found';
      readonly content: Buffer;
      readonly contentType: string;
      /** Octets of the whole; an estimate if only its beginning was asked for. */
      readonly sizeBytes: number;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too_large' }
  /** By the policy of the device. */
  | { readonly kind: 'forbidden' };

/** An attachment, or its first octets. @throws BackendUnavailable */
export async function findAttachment(
  exchange: Exchange,
  { folderId, uid, path }: FileTarget,
  firstBytes = MAX_ATTACHMENT_BYTES,
): Promise<Attachment> {
  const { engine, account, request } = exchange;
  const [head] = await engine.backend.fetchHeads({ account, folderId, uids: [uid] }, request.signal);
  const part = head && partAt(head.structure, path);
  if (!part) return { kind: 'missing' };
  if (!isAttachmentAllowed(part, mailRulesOf(exchange))) return { kind: 'forbidden' };
  const limitBytes = Math.min(firstBytes, MAX_ATTACHMENT_BYTES);
  const octets = await engine.backend.fetchPart({ account, folderId, uid, path, limitBytes }, request.signal);
  if (!octets) return { kind: 'missing' };
  if (octets.isTruncated && limitBytes === MAX_ATTACHMENT_BYTES) return { kind: 'too_large' };
  const estimate = Math.floor(part.sizeBytes * (part.encoding === 'base64' ? BASE64_SHRINKS_TO : 1));
  const sizeBytes = octets.isTruncated ? Math.max(estimate, octets.content.length + 1) : octets.content.length;
  return { kind: 'found', content: octets.content, contentType: part.type, sizeBytes };
}
