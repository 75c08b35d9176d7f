import { type Answer, httpAnswer } from '@/engine/answer';
import { readFileReference } from '@/engine/content/file-reference';
import type { Exchange } from '@/engine/exchange';
import { findAttachment } from './find-attachment';

/**
 * The octets of an attachment, as versions up to 12.1 ask for them.
 *
 * @see [MS-ASCMD] 2.2.1.7 GetAttachment
 */
export async function getAttachment(exchange: Exchange): Promise<Answer> {
  const file = readFileReference(exchange.request.line.parameters.attachmentName ?? '');
  const found = file && (await findAttachment(exchange, file));
  if (found?.kind === 'forbidden') return httpAnswer(403);
  if (found?.kind !== 'found') return httpAnswer(500);
  return { kind: 'octets', contentType: found.contentType, chunks: [found.content] };
}
