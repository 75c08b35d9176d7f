import type { ImapFlow, MailboxObject } from 'imapflow';
import { flagsOf } from './marks';
import { openFolder } from './open-folder';
import { problemOf, refusalOf } from './refusal';
import { uidSets } from './uid-sets';
import type { MarkChange } from '@/engine/backends/contract';

/** Sets and takes away marks; a keyword that the folder cannot have is left out. @throws FolderProblem */
export async function markMessages(
  client: ImapFlow,
  path: string,
  { uids, change }: { uids: readonly number[]; change: MarkChange },
): Promise<void> {
  await openFolder(client, { path, isChanged: true }, async (folder) => {
    const { isRead, isFlagged, isAnswered, addKeywords = [], removeKeywords = [] } = change;
    const set = flagsOf({ isRead, isFlagged, isAnswered, keywords: addKeywords }).filter((flag) =>
      canHave(folder, flag),
    );
    const taken = flagsOf({
      isRead: isRead === false,
      isFlagged: isFlagged === false,
      isAnswered: isAnswered === false,
      keywords: removeKeywords,
    });
    for (const range of uidSets(uids)) {
      await storeFlags(client, range, { add: set });
      await storeFlags(client, range, { remove: taken });
    }
  });
}

/** Changes flags of the open folder; nothing to change is no command. @throws FolderProblem */
export async function storeFlags(
  client: ImapFlow,
  range: string,
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
): Promise<void> {
  const options = { uid: true, silent: true };
  if (add.length > 0 && !(await client.messageFlagsAdd(range, [...add], options))) throw refused(client);
  if (remove.length > 0 && !(await client.messageFlagsRemove(range, [...remove], options))) throw refused(client);
}

function refused(client: ImapFlow): Error {
  const reason = refusalOf(client);
  return problemOf(reason, 'refused') ?? reason;
}

function canHave({ permanentFlags }: MailboxObject, flag: string): boolean {
  // A keyword is an atom; whatever else a phone calls its categories cannot be one.
  const isAtom = /^\\?[^\s(){%*"\\\]\p{Cc}\u0080-\uffff]+$/u.test(flag);
  return isAtom && (!permanentFlags || permanentFlags.has('\\*') || permanentFlags.has(flag));
}
