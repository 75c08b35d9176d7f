import type { ImapFlow, MailboxObject } from 'imapflow';
import { problemOf } from './refusal';
import { FolderProblem } from '@/engine/backends/contract';

/**
 * Opens a folder and runs commands in it. A folder that the connection has open already is opened again: it may have
 * been deleted and made anew since, which servers do not tell whoever has the old one open.
 *
 * @throws FolderProblem `missing`; `refused` if it is to be changed and cannot be
 */
export async function openFolder<Result>(
  client: ImapFlow,
  { path, isChanged }: { path: string; isChanged: boolean },
  run: (folder: MailboxObject) => Promise<Result>,
): Promise<Result> {
  const folder = await client.mailboxOpen(path, { readOnly: !isChanged }).catch((error: unknown) => {
    throw problemOf(error, 'missing') ?? error;
  });
  if (isChanged && folder.readOnly) throw new FolderProblem('refused');
  return run(folder);
}
