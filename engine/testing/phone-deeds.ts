import { flagStatus } from '@/engine/content/mark-properties';
import { folderCreateStatus } from '@/lib/protocol/eas/folder-create';
import { folderType } from '@/lib/protocol/eas/folder-sync';
import { moveItemsStatus } from '@/lib/protocol/eas/move-items';
import { sendMailStatus } from '@/lib/protocol/eas/send-mail';
import type { SyncClientChange } from '@/lib/protocol/eas/sync-client-changes';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { type EasAnswer, judge, type Verdict } from '@/engine/testing/eas-answer';
import type { PhoneCore } from '@/engine/testing/phone-core';
import type { PhoneDeed } from '@/engine/testing/phone-deed';
import { writeLetter } from '@/engine/testing/phone-letter';

// Implementation notes
// - A deed stays first in the queue until it was answered: without an answer the very same request is made again, and the
//   server must see to it that it is done once.
// - What changes items goes with the next Sync of their folder, as with real mail apps; the rest is a command of its own.

/** Does the first deed in the queue. It leaves the queue when it is answered, or on its way with a Sync. */
export async function doDeed(phone: PhoneCore, deed: PhoneDeed): Promise<Verdict> {
  const upload = uploadOf(phone, deed);
  if (upload) {
    const { collectionId, change } = upload;
    const { pending, staleCollections, deeds } = phone.memory;
    pending.set(collectionId, [...(pending.get(collectionId) ?? []), change]);
    staleCollections.add(collectionId);
    deeds.shift();
    return 'ok';
  }
  const { verdict, problem } = await command(phone, deed);
  if (verdict !== 'ok') return verdict;
  phone.memory.deeds.shift();
  phone.tell('deed', { deed, problem });
  return 'ok';
}

type Upload = { readonly collectionId: string; readonly change: SyncClientChange };

function uploadOf(phone: PhoneCore, deed: PhoneDeed): Upload | null {
  const drafts = draftsOf(phone);
  switch (deed.kind) {
    case 'mark': {
      const { collectionId, serverId } = deed;
      return { collectionId, change: { kind: 'change', serverId, properties: markElements(deed) } };
    }
    case 'delete':
      return { collectionId: deed.collectionId, change: { kind: 'delete', serverId: deed.serverId } };
    case 'add-draft':
      return {
        collectionId: drafts,
        change: { kind: 'add', clientId: deed.clientId, properties: draftElements(deed) },
      };
    case 'edit-draft': {
      const properties = [el('Email', 'Subject', deed.subject)];
      return { collectionId: drafts, change: { kind: 'change', serverId: deed.serverId, properties } };
    }
    case 'send-draft':
      return {
        collectionId: drafts,
        change: { kind: 'change', serverId: deed.serverId, isSend: true, properties: [] },
      };
    default:
      return null;
  }
}

const draftsOf = ({ memory }: PhoneCore): string =>
  [...memory.folders.values()].find(({ type }) => type === folderType.drafts)?.serverId ?? '';

/** [MS-ASEMAIL] 2.2.2 Elements: an empty Flag takes the flag away. */
function markElements({ isRead, isFlagged }: { isRead?: boolean; isFlagged?: boolean }): EasElement[] {
  const flag = [el('Email', 'Status', flagStatus.active), el('Email', 'FlagType', 'Flag for follow up')];
  return [
    ...(isRead === undefined ? [] : [el('Email', 'Read', isRead)]),
    ...(isFlagged === undefined ? [] : [isFlagged ? el('Email', 'Flag', flag) : el('Email', 'Flag')]),
  ];
}

const draftElements = ({ to, subject }: { to: string; subject: string }): EasElement[] => [
  el('Email', 'To', to),
  el('Email', 'Subject', subject),
  el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 1), el('AirSyncBase', 'Data', `About ${subject}.`)]),
];

/** `problem`: what it was refused with; undefined if it was done. */
type Done = { readonly verdict: Verdict; readonly problem?: string };

function command(phone: PhoneCore, deed: PhoneDeed): Promise<Done> {
  switch (deed.kind) {
    case 'send':
    case 'reply':
      return sendLetter(phone, deed);
    case 'move':
      return move(phone, deed);
    case 'create-folder':
      return createFolder(phone, deed.name);
    case 'fetch-attachment':
      return fetchAttachment(phone, deed.fileReference);
    default:
      return Promise.resolve({ verdict: 'ok', problem: 'no command' });
  }
}

async function sendLetter(phone: PhoneCore, deed: Extract<PhoneDeed, { kind: 'send' | 'reply' }>): Promise<Done> {
  const { client, memory } = phone;
  const { clientId, to, subject } = deed;
  const attachment = clientId.endsWith('0') ? `attachment of ${subject}` : undefined;
  const mime = writeLetter({ from: client.user, to, subject, attachment });
  const common = { clientId, saveInSentItems: true, mime };
  const answer =
    deed.kind === 'send'
      ? await phone.contact('SendMail', (options) => client.sendMail(common, options))
      : await phone.contact('SmartReply', (options) => {
          const source = { by: 'item', folderId: deed.collectionId, itemId: deed.serverId } as const;
          return client.smartReply({ ...common, source, replaceMime: false, forwardees: [] }, options);
        });
  const status = answer.response?.status;
  const isDone = status === undefined || status === sendMailStatus.previouslySent;
  if (answer.http === 200 && isDone) {
    for (const { serverId, type } of memory.folders.values()) {
      if (type === folderType.sentItems && memory.collectionKeys.has(serverId)) memory.staleCollections.add(serverId);
    }
    // The original was marked as answered.
    if (deed.kind === 'reply') memory.staleCollections.add(deed.collectionId);
    return { verdict: 'ok' };
  }
  return refusedOr(answer, status);
}

/** A refusal of this one thing is over with; anything else is dealt with as usual, and then tried again. */
function refusedOr(answer: EasAnswer<unknown>, status: number | undefined): Done {
  const verdict = judge(answer);
  const isRefusal = answer.http === 200 && status !== undefined && (verdict === 'ok' || verdict === 'failed');
  return isRefusal ? { verdict: 'ok', problem: `Status ${status}` } : { verdict };
}

async function move(phone: PhoneCore, deed: Extract<PhoneDeed, { kind: 'move' }>): Promise<Done> {
  const { client, memory } = phone;
  const { collectionId, serverId, targetId } = deed;
  const moves = [{ itemId: serverId, sourceFolderId: collectionId, destinationFolderId: targetId }];
  const answer = await phone.contact('MoveItems', (options) => client.moveItems({ moves }, options));
  const status = answer.response?.answers[0]?.status;
  if (judge(answer) !== 'ok' || status === undefined) return refusedOr(answer, status ?? answer.response?.status);
  if (status === moveItemsStatus.locked) return { verdict: 'later' };
  for (const id of [collectionId, targetId]) memory.staleCollections.add(id);
  if (status !== moveItemsStatus.success) return { verdict: 'ok', problem: `Status ${status}` };
  memory.items.get(collectionId)?.delete(serverId);
  return { verdict: 'ok' };
}

async function createFolder(phone: PhoneCore, displayName: string): Promise<Done> {
  const { client, memory } = phone;
  const type = folderType.userMail;
  const request = { syncKey: memory.hierarchyKey, parentId: '0', displayName, type };
  const answer = await phone.contact('FolderCreate', (options) => client.folderCreate(request, options));
  const { response } = answer;
  if (judge(answer) !== 'ok' || !response) return refusedOr(answer, response?.status);
  const { status, syncKey, serverId } = response;
  if (status === folderCreateStatus.success && syncKey !== undefined && serverId !== undefined) {
    memory.hierarchyKey = syncKey;
    memory.folders.set(serverId, { serverId, parentId: '0', displayName, type });
    memory.staleCollections.add(serverId);
    return { verdict: 'ok' };
  }
  memory.isHierarchyStale = true;
  return { verdict: 'ok', problem: `Status ${status}` };
}

async function fetchAttachment(phone: PhoneCore, fileReference: string): Promise<Done> {
  const { client } = phone;
  const operation = {
    kind: 'fetch',
    store: 'Mailbox',
    target: { by: 'fileReference', fileReference },
    options: { bodyPreferences: [], bodyPartPreferences: [] },
    removesRightsManagement: false,
  } as const;
  const answer = await phone.contact('ItemOperations', (options) =>
    client.itemOperations({ operations: [operation] }, options),
  );
  if (judge(answer) !== 'ok') return refusedOr(answer, answer.response?.status);
  const fetched = answer.response?.answers[0];
  const isThere = fetched?.kind === 'fetch' && fetched.status === 1 && fetched.data !== undefined;
  return isThere ? { verdict: 'ok' } : { verdict: 'ok', problem: `Status ${fetched?.status}` };
}
