import {
  type Account,
  type MailBackend,
  type MessageHead,
  type MessageText,
  type Octets,
  textKey,
  type TextWish,
} from '@/engine/backends/contract';
import { type BodyChoice, type BodyContext, bodyChoices, bodyPartChoice, MAX_BODY_BYTES } from './choose-body';
import { layoutOf, type MessageLayout } from './message-layout';

/** A message with as much of its contents as was wished for. */
export type LoadedMessage = {
  readonly head: MessageHead;
  readonly layout: MessageLayout;
  /** Canonical address of the mailbox it lies in. */
  readonly mailbox: string;
  /** By path of the part. */
  readonly texts: ReadonlyMap<string, MessageText>;
  /** The whole message, if it is to be handed out as MIME. */
  readonly mime: Octets | null;
  /** Of a report about delivery: what it says about each recipient. */
  readonly deliveryStatus: string | null;
};

export type LoadQuery = BodyContext & {
  readonly account: Account;
  readonly folderId: string;
  readonly uids: readonly number[];
};

export type Loaded = {
  /** In the order of the uids; those that are gone are left out. */
  readonly messages: LoadedMessage[];
  /** Not looked at, since the contents of those before came to as much as one answer should hold. */
  readonly remaining: number[];
  /** Of which nothing can be made, whatever they are. */
  readonly unreadable: Unreadable[];
};

/** A message that makes conversion fail. That is a fault of ours, but one mail must not hold up all others. */
export type Unreadable = { readonly uid: number; readonly error: unknown };

export type MessageSource = Pick<MailBackend, 'fetchHeads' | 'fetchTexts' | 'fetchPart'>;

/** Contents that are loaded by one call. One message is always loaded, however large. */
const CALL_BYTES = 8 * 1024 * 1024;
/** HTML becomes shorter as text: this much of it is read for each octet of text. */
const HTML_FOR_TEXT = 8;
/** Before the first word to read there may be a long style sheet. */
const HTML_AT_LEAST = 64 * 1024;
const CALENDAR_BYTES = 512 * 1024;
const STATUS_BYTES = 64 * 1024;

/**
 * Heads in one call, then all texts in one more, then messages that are handed out as MIME one by one.
 *
 * @throws BackendUnavailable
 */
export async function loadMessages(store: MessageSource, query: LoadQuery, signal: AbortSignal): Promise<Loaded> {
  const { account, folderId, uids } = query;
  if (uids.length === 0) return { messages: [], remaining: [], unreadable: [] };
  const heads = await store.fetchHeads({ account, folderId, uids }, signal);
  const byUid = new Map(heads.map((head) => [head.uid, head]));
  const plans: Plan[] = [];
  const unreadable: Unreadable[] = [];
  let budget = CALL_BYTES;
  let taken = 0;
  for (const uid of uids) {
    const head = byUid.get(uid);
    const plan = head && planOrNothing(head, { query, unreadable });
    if (plan && plans.length > 0 && plan.costBytes > budget) break;
    if (plan) plans.push(plan);
    budget -= plan?.costBytes ?? 0;
    taken += 1;
  }
  const wishes = plans.flatMap((plan) => plan.wishes);
  const texts =
    wishes.length > 0 ? await store.fetchTexts({ account, folderId, wishes }, signal) : new Map<string, MessageText>();
  const messages: LoadedMessage[] = [];
  for (const { head, layout, wishes: own, mimeBytes } of plans) {
    const { uid } = head;
    const mime =
      mimeBytes === null
        ? null
        : await store.fetchPart({ account, folderId, uid, path: '', limitBytes: mimeBytes }, signal);
    // It went away in between.
    if (mimeBytes !== null && mime === null) continue;
    const found = own.flatMap(({ part }) => {
      const text = texts.get(textKey(uid, part.path));
      return text ? [[part.path, text] as const] : [];
    });
    const deliveryStatus = await statusOf(layout, (path) =>
      store.fetchPart({ account, folderId, uid, path, limitBytes: STATUS_BYTES }, signal),
    );
    messages.push({ head, layout, mailbox: account.mailbox, texts: new Map(found), mime, deliveryStatus });
  }
  return { messages, remaining: uids.slice(taken), unreadable };
}

async function statusOf(
  { report, attachments }: MessageLayout,
  fetchPart: (path: string) => Promise<Octets | null>,
): Promise<string | null> {
  if (report !== 'delivery-status') return null;
  const status = attachments.find(({ part }) => part.type.endsWith('/delivery-status'));
  return status ? ((await fetchPart(status.part.path))?.content.toString('latin1') ?? null) : null;
}

type Plan = {
  readonly head: MessageHead;
  readonly layout: MessageLayout;
  readonly wishes: readonly TextWish[];
  readonly mimeBytes: number | null;
  readonly costBytes: number;
};

type Planning = { readonly query: BodyContext; readonly unreadable: Unreadable[] };

function planOrNothing(head: MessageHead, { query, unreadable }: Planning): Plan | undefined {
  try {
    return planOf(head, query);
  } catch (error) {
    unreadable.push({ uid: head.uid, error });
    return undefined;
  }
}

function planOf(head: MessageHead, context: BodyContext): Plan {
  const layout = layoutOf(head.structure);
  const choices = bodyChoices(layout, context);
  const part = bodyPartChoice(context);
  const limits = new Map<TextWish['part'], number>();
  for (const choice of part ? [...choices, part] : choices) {
    if (choice.type === 4 && choice.preview === 0) continue;
    addWishes(limits, layout, choice);
  }
  if (layout.calendar) limits.set(layout.calendar, CALENDAR_BYTES);
  const mime = choices.find(({ type }) => type === 4);
  // It would not be handed out.
  const isLeftOut = mime?.allOrNone === true && head.sizeBytes > mime.limitBytes;
  const mimeBytes = mime && !isLeftOut ? mime.limitBytes : null;
  const wishes = Array.from(limits, ([each, limitBytes]) => ({ uid: head.uid, part: each, limitBytes }));
  const textBytes = wishes.reduce((sum, wish) => sum + Math.min(wish.limitBytes, wish.part.sizeBytes), 0);
  return { head, layout, wishes, mimeBytes, costBytes: textBytes + Math.min(mimeBytes ?? 0, head.sizeBytes) };
}

/** What has to be read of each part to serve a choice. */
function addWishes(limits: Map<TextWish['part'], number>, layout: MessageLayout, choice: BodyChoice): void {
  const { type, limitBytes, preview } = choice;
  const parts = type === 2 && layout.html.length > 0 ? layout.html : layout.text;
  const wanted = type === 4 ? 0 : limitBytes;
  for (const part of parts) {
    const isShortened = type !== 2 && part.type === 'text/html';
    const least = preview > 0 || isShortened ? HTML_AT_LEAST : 0;
    const bytes = Math.max(least, isShortened ? wanted * HTML_FOR_TEXT : wanted);
    if (bytes > 0) limits.set(part, Math.max(limits.get(part) ?? 0, Math.min(MAX_BODY_BYTES, bytes)));
  }
}
