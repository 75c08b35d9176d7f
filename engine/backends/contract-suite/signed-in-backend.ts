import type { BackendUnderTest } from './backend-under-test';
import { rawMessage } from './sample-mails';
import { type Account, FolderProblem } from '@/engine/backends/contract';

/** A back end under test with somebody signed in, and short words for what most guarantees ask of it. */
export type SignedInBackend = BackendUnderTest & { readonly account: Account; readonly inboxId: string };

/** Every guarantee starts with a mail store of its own. */
export type SignIn = () => Promise<SignedInBackend>;

/** The signal of a request that nobody ends. */
export const never = new AbortController().signal;

/** Signs in under the first form of the name. */
export async function signInTo(under: BackendUnderTest): Promise<SignedInBackend> {
  const { password } = under;
  const username = under.usernames[0] ?? '';
  const account = await under.backend.authenticate({ username, password, clientAddress: '192.0.2.7' }, never);
  if (!account) throw new Error('the right password was refused');
  const folders = await under.backend.listFolders(account, never);
  const inbox = folders.find(({ kind }) => kind === 'inbox');
  if (!inbox) throw new Error('there is no Inbox');
  return { ...under, account, inboxId: inbox.id };
}

/** What is in a folder, by default the Inbox. */
export async function list({ backend, account, inboxId }: SignedInBackend, folderId = inboxId) {
  const listing = await backend.listMessages({ account, folderId }, never);
  if (!listing) throw new Error('the folder cannot be listed');
  return listing;
}

/** The uids in a folder, in their order. */
export const uidsIn = async (from: SignedInBackend, folderId: string) =>
  (await list(from, folderId)).messages.map(({ uid }) => uid).toSorted((a, b) => a - b);

/** The head of one message, by default of the Inbox. */
export async function headOf({ backend, account, inboxId }: SignedInBackend, uid: number, folderId = inboxId) {
  const [head] = await backend.fetchHeads({ account, folderId, uids: [uid] }, never);
  if (!head) throw new Error('the message is gone');
  return head;
}

/** The uid of the message that came last. */
export const newest = (listing: { messages: readonly { uid: number }[] }) =>
  Math.max(...listing.messages.map(({ uid }) => uid));

/** Puts a message into the Inbox, and gives its uid. */
export async function delivered(under: SignedInBackend, raw: Buffer) {
  await under.deliver(raw);
  return newest(await list(under));
}

/** Makes a folder through the back end. */
export const makeFolder = ({ backend, account }: SignedInBackend, name: string, parentId: string | null = null) =>
  backend.createFolder(account, { name, parentId }, never);

/** Stores a message through the back end, and gives its uid. */
export const append = ({ backend, account }: SignedInBackend, folderId: string, raw = rawMessage('stored')) =>
  backend.append({ account, folderId, raw, marks: {}, receivedAt: new Date('2026-02-01T08:00:00Z') }, never);

/** A `FolderProblem` of this code, whichever module it comes from. */
export const refusal = (code: string) => ({ name: new FolderProblem('missing').name, code });
