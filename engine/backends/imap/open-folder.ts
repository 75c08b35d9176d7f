import type { ImapFlow, MailboxObject } from 'imapflow';
import { problemOf } from './refusal';
import { FolderProblem } from '@/engine/backends/contract';

/**
 * Runs commands in a folder.
 *
 * @throws FolderProblem `missing`
 */
export async function openFolder<Result>(
  client: ImapFlow,
  { path, isChanged }: { path: string; isChanged: boolean },
  run: (folder: MailboxObject) => Promise<Result>,
): Promise<Result> {
  const lock = await client.getMailboxLock(path, { readOnly: !isChanged }).catch((error: unknown) => {
    throw problemOf(error, 'missing') ?? error;
  });
  try {
    await client.noop(); // a connection that is used again hears here what happened meanwhile
    if (client.mailbox === false) throw new FolderProblem('missing');
    if (isChanged && client.mailbox.readOnly) throw new FolderProblem('refused');
    return await run(client.mailbox);
  } finally {
    lock.release();
  }
}
