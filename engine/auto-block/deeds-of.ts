import { createHash } from 'node:crypto';
import type { RateKind } from '@/lib/domain/auto-block/contract';
import type { EasCommand } from '@/lib/protocol/eas/command';
import { child, children, type EasElement, text } from '@/lib/protocol/wbxml/element';

/** Something that is counted. What has the same subject counts together. */
export interface Deed {
  readonly kind: RateKind;
  readonly subject: string;
}

/** A phone asks for its folders together; what else is in a request this long is not looked at. */
const MOST_COLLECTIONS = 50;
const SUBJECT_LENGTH = 22;

const sending = new Set<EasCommand>(['SendMail', 'SmartReply', 'SmartForward']);

/**
 * What a request counts as.
 *
 * @param document undefined: it had none, or none was read
 */
export function deedsOf(command: EasCommand, document: EasElement | undefined): Deed[] {
  const deeds: Deed[] = [{ kind: 'anyCommand', subject: '' }];
  if (command === 'Provision') deeds.push({ kind: 'provision', subject: '' });
  if (sending.has(command)) deeds.push({ kind: 'sendMail', subject: '' });
  if (command === 'FolderSync' && document && text(document, 'SyncKey') === '0') {
    deeds.push({ kind: 'folderRestart', subject: '' });
  }
  if (command === 'Sync') deeds.push(...syncDeeds(document));
  return deeds;
}

/** [MS-ASCMD] 2.2.1.21: a Sync without a body repeats the one before, with the same keys. */
function syncDeeds(document: EasElement | undefined): Deed[] {
  if (!document) return [{ kind: 'sameSyncKey', subject: 'empty' }];
  const list = child(document, 'Collections');
  const subjects = (list ? children(list, 'Collection') : [])
    .slice(0, MOST_COLLECTIONS)
    .map((each) => subjectOf(text(each, 'CollectionId') ?? text(each, 'Class') ?? '', text(each, 'SyncKey') ?? ''));
  // Named twice in one request, it is still asked for once.
  return [...new Set(subjects)].map((subject) => ({ kind: 'sameSyncKey', subject }));
}

/** Of one length, whatever the device sends. */
const subjectOf = (collection: string, syncKey: string): string =>
  createHash('sha256').update(`${collection}\0${syncKey}`).digest('base64url').slice(0, SUBJECT_LENGTH);
