import { folderType } from '@/lib/protocol/eas/folder-sync';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import type { DeedHabits, PhoneDeed } from '@/engine/testing/phone-deed';
import type { PhoneCore } from '@/engine/testing/phone-core';
import type { PhoneItem } from '@/engine/testing/phone-item';

type Held = { readonly collectionId: string; readonly serverId: string; readonly item: PhoneItem };

/** How often each is chosen, of all in this list. Reading is what people do most. */
const menu = [
  ...Array.from({ length: 8 }, () => 'read' as const),
  ...Array.from({ length: 3 }, () => 'flag' as const),
  ...Array.from({ length: 3 }, () => 'send' as const),
  ...Array.from({ length: 2 }, () => 'reply' as const),
  ...Array.from({ length: 2 }, () => 'delete' as const),
  ...Array.from({ length: 2 }, () => 'move' as const),
  ...Array.from({ length: 2 }, () => 'draft' as const),
  'create-folder' as const,
  'fetch-attachment' as const,
];

/** What the owner does next with what the phone shows; null if there is nothing to do it with. */
export function chooseDeed(phone: PhoneCore, habits: DeedHabits): PhoneDeed | null {
  const { random } = habits;
  const mails = mailsOn(phone);
  const mail = mails.length > 0 ? random.pick(mails) : null;
  switch (random.pick(menu)) {
    case 'read':
      return mail && { kind: 'mark', ...placeOf(mail), isRead: !mail.item.isRead || random.next() < 0.5 };
    case 'flag':
      return mail && { kind: 'mark', ...placeOf(mail), isFlagged: !mail.item.isFlagged };
    case 'delete':
      return mail && { kind: 'delete', ...placeOf(mail) };
    case 'send':
      return { kind: 'send', ...letter(phone, habits, 'Mail') };
    case 'reply':
      return mail && { kind: 'reply', ...letter(phone, habits, 'Re'), ...placeOf(mail) };
    case 'move':
      return mail && chooseMove(phone, mail, habits);
    case 'draft':
      return chooseDraft(phone, habits);
    case 'create-folder':
      return chooseFolder(phone, habits);
    case 'fetch-attachment':
      return chooseAttachment(mails, habits);
  }
}

const placeOf = ({ collectionId, serverId }: Held) => ({ collectionId, serverId });

/** Drafts are for writing: they are not marked, moved or answered. */
function mailsOn({ memory }: PhoneCore): Held[] {
  return [...memory.folders.values()].flatMap(({ serverId: collectionId, type }) => {
    if (!mailFolders.has(type)) return [];
    const items = memory.items.get(collectionId) ?? new Map<string, PhoneItem>();
    return Array.from(items, ([serverId, item]) => ({ collectionId, serverId, item }));
  });
}

const mailFolders = new Set<number>([
  folderType.inbox,
  folderType.sentItems,
  folderType.deletedItems,
  folderType.userMail,
]);

function letter({ client, memory }: PhoneCore, { random, correspondents }: DeedHabits, word: string) {
  memory.letters += 1;
  const clientId = `${client.deviceId.slice(0, 20)}-${random.text(8, '0123456789abcdef')}-${memory.letters}`;
  return { clientId, to: random.pick(correspondents), subject: `${word} ${clientId}` };
}

function chooseMove({ memory }: PhoneCore, { collectionId, serverId }: Held, { random }: DeedHabits): PhoneDeed | null {
  const targets = [...memory.folders.values()].filter(
    (folder) => mailFolders.has(folder.type) && folder.serverId !== collectionId,
  );
  if (targets.length === 0) return null;
  return { kind: 'move', collectionId, serverId, targetId: random.pick(targets).serverId };
}

function chooseDraft(phone: PhoneCore, habits: DeedHabits): PhoneDeed | null {
  if (!isAtLeast(phone.client.protocolVersion, '16.0')) return null;
  const drafts = [...phone.memory.folders.values()].find(({ type }) => type === folderType.drafts);
  if (!drafts || !phone.memory.collectionKeys.has(drafts.serverId)) return null;
  const serverIds = [...(phone.memory.items.get(drafts.serverId)?.keys() ?? [])];
  const { random } = habits;
  const fate = random.next();
  if (serverIds.length === 0 || fate < 0.5) return { kind: 'add-draft', ...letter(phone, habits, 'Draft') };
  const serverId = random.pick(serverIds);
  if (fate < 0.7) return { kind: 'edit-draft', serverId, subject: letter(phone, habits, 'Edited').subject };
  if (fate < 0.9) return { kind: 'send-draft', serverId };
  return { kind: 'delete', collectionId: drafts.serverId, serverId };
}

function chooseFolder({ client, memory }: PhoneCore, { mostFolders }: DeedHabits): PhoneDeed | null {
  const prefix = `Of ${client.deviceId.slice(-12)} `;
  const own = [...memory.folders.values()].filter(({ displayName }) => displayName.startsWith(prefix));
  return own.length < mostFolders ? { kind: 'create-folder', name: `${prefix}${own.length + 1}` } : null;
}

function chooseAttachment(mails: readonly Held[], { random }: DeedHabits): PhoneDeed | null {
  const references = mails.flatMap(({ item }) => item.fileReferences);
  return references.length > 0 ? { kind: 'fetch-attachment', fileReference: random.pick(references) } : null;
}
