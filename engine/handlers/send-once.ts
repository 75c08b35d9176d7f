import { FolderProblem, SendRefused } from '@/engine/backends/contract';
import { OutgoingProblem } from '@/engine/content/outgoing-problem';
import { prepareOutgoing } from '@/engine/content/prepare-outgoing';
import type { Exchange } from '@/engine/exchange';
import { claimItem, completeItem, type ItemName, messageIdOf, releaseItem } from '@/engine/sync-state/client-items';
import { sendMailStatus } from '@/lib/protocol/eas/send-mail';
import { readHeaderBlock, valueOf } from '@/engine/content/header-block';
import { sealOf } from '@/engine/content/sealed-message';
import { carryThrough } from './carry-through';
import { sealWanted } from './mail-rules';
import { findFolderOfKind } from './find-folder-of-kind';

export type Sending = {
  /** The message as the client made it. */
  readonly raw: Buffer;
  /** By which a repeated request is recognised. */
  readonly name: ItemName;
  readonly saveInSent: boolean;
};

export type SendResult =
  | { readonly kind: 'sent' }
  /** By an earlier request. */
  | { readonly kind: 'sent_before' }
  /** By another request, just now. */
  | { readonly kind: 'running' }
  | { readonly kind: 'refused'; readonly status: number };

const refusals: Record<SendRefused['code'], number> = {
  recipients: sendMailStatus.recipientUnresolved,
  size: sendMailStatus.attachmentTooLarge,
  content: sendMailStatus.submissionFailed,
  sender: sendMailStatus.submissionFailed,
  quota: sendMailStatus.sendQuotaExceeded,
};

const problems: Record<OutgoingProblem['code'], number> = {
  malformed: sendMailStatus.invalidMime,
  no_recipients: sendMailStatus.noRecipient,
  invalid_recipient: sendMailStatus.recipientUnresolved,
  too_many_recipients: sendMailStatus.submissionFailed,
};

/**
 * Hands a message to the mail system, once, and puts a copy into Sent. A request that is repeated because its answer was
 * lost sends nothing; one that was interrupted is sent again under the same Message-ID.
 *
 * @throws BackendUnavailable
 */
export async function sendOnce(asked: Exchange, { raw, name, saveInSent }: Sending): Promise<SendResult> {
  const exchange = carryThrough(asked);
  const { engine, account, request, ctx } = exchange;
  if (!isSealedAsWanted(exchange, raw)) return { kind: 'refused', status: sendMailStatus.submissionFailed };
  const claim = await claimItem(engine.db, name, ctx.now());
  if (claim.kind === 'done') return { kind: 'sent_before' };
  if (claim.kind === 'running') return { kind: 'running' };
  try {
    const { address, displayName } = account;
    const message = prepareOutgoing(raw, { address, displayName, now: ctx.now(), messageId: messageIdOf(name) });
    await engine.backend.send(account, message, request.signal);
    // From here on it is out: whatever fails now must not make the client send it again.
    await completeItem(engine.db, name, { serverId: null, at: ctx.now() });
    if (saveInSent) await keepInSent(exchange, message.raw);
    return { kind: 'sent' };
  } catch (error) {
    await releaseItem(engine.db, name);
    if (error instanceof SendRefused) return { kind: 'refused', status: refusals[error.code] };
    if (error instanceof OutgoingProblem) return { kind: 'refused', status: problems[error.code] };
    throw error;
  }
}

/** [MS-ASPROV] 2.2.2.46 RequireEncryptedSMIMEMessages, 2.2.2.48 RequireSignedSMIMEMessages */
function isSealedAsWanted(exchange: Exchange, raw: Buffer): boolean {
  const wanted = sealWanted(exchange);
  if (wanted === null) return true;
  const head = readHeaderBlock(raw);
  const seal = sealOf(head);
  if (wanted === 'signed') return seal !== null;
  const type = head.fields.find(({ name }) => name === 'content-type');
  // Opaque, but anybody can read it.
  const isOnlySigned = type !== undefined && /smime-type\s*=\s*"?signed-data/i.test(valueOf(type));
  return seal === 'opaque' && !isOnlySigned;
}

async function keepInSent(exchange: Exchange, raw: Buffer): Promise<void> {
  const { engine, account, request, ctx, log } = exchange;
  try {
    const folderId = await findFolderOfKind(exchange, 'sent');
    if (folderId === null) return;
    const copy = { account, folderId, raw, marks: { isRead: true }, receivedAt: ctx.now() };
    await engine.backend.append(copy, request.signal);
  } catch (err) {
    const code = err instanceof FolderProblem ? err.code : 'unavailable';
    log.warn({ err, code }, 'A mail was sent but not kept in Sent');
  }
}
