import type { EmailContext } from '@/engine/content/email-properties';
import { emailProperties } from '@/engine/content/email-properties';
import type { ItemWishes } from '@/engine/content/item-wishes';
import { type LoadedMessage, loadMessages, type Unreadable } from '@/engine/content/load-messages';
import type { Exchange } from '@/engine/exchange';
import { bodyType } from '@/lib/protocol/eas/sync-options';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { hasFlag, withFlagDetails } from '@/engine/content/flag-details';
import { flagsOfMails } from './flags-of-mails';
import { mailRulesOf } from './mail-rules';

/** Mails of one folder in the form in which the client wants them. */
export type MailQuery = {
  readonly folderId: string;
  readonly uids: readonly number[];
  readonly wishes: ItemWishes;
};

export type LoadedMail = {
  readonly message: LoadedMessage;
  readonly properties: EasElement[];
  /** Octets of its body, about. */
  readonly sizeBytes: number;
};

export type MailPage = {
  /** In the order asked for; those that are gone are left out. */
  readonly mails: readonly LoadedMail[];
  /** Not looked at, since what came before is as much as one answer should hold. */
  readonly remaining: readonly number[];
  /** Uids of those that make conversion fail. They are logged, and nobody has to look at them again. */
  readonly unreadable: readonly number[];
};

/** @throws BackendUnavailable */
export async function loadMail(exchange: Exchange, query: MailQuery): Promise<MailPage> {
  const { engine, account, request } = exchange;
  const context: EmailContext = {
    wishes: wholeIfSealed(exchange, query.wishes),
    rules: mailRulesOf(exchange),
    version: request.line.protocolVersion,
    folderId: query.folderId,
  };
  const loaded = await loadMessages(engine.backend, { ...context, account, uids: query.uids }, request.signal);
  const mails: LoadedMail[] = [];
  const unreadable: Unreadable[] = [...loaded.unreadable];
  for (const message of loaded.messages) {
    try {
      mails.push({ message, properties: emailProperties(message, context), sizeBytes: sizeOf(message) });
    } catch (error) {
      unreadable.push({ uid: message.head.uid, error });
    }
  }
  const flagged = mails.filter(({ message }) => hasFlag(message.head)).map(({ message }) => message.head.uid);
  const flags = await flagsOfMails(exchange, query.folderId, flagged);
  for (const { uid, error: err } of unreadable) {
    exchange.log.error({ err, folderId: query.folderId, uid }, 'Mail cannot be converted; phones do not get it');
  }
  const withFlags = mails.map((mail) => {
    const details = flags.get(mail.message.head.uid);
    return details ? { ...mail, properties: withFlagDetails(mail.properties, details) } : mail;
  });
  return { mails: withFlags, remaining: loaded.remaining, unreadable: unreadable.map(({ uid }) => uid) };
}

/** BlackBerry takes signed and encrypted mail whole or not at all, whatever size it names for it. */
function wholeIfSealed({ request }: Exchange, wishes: ItemWishes): ItemWishes {
  if (wishes.mimeSupport !== 1 || !/^BlackBerry/i.test(request.line.deviceType)) return wishes;
  const bodyPreferences = wishes.bodyPreferences.map((each) =>
    each.type === bodyType.mime ? { ...each, truncationBytes: undefined } : each,
  );
  return { ...wishes, bodyPreferences, mimeTruncation: undefined };
}

function sizeOf({ texts, mime }: LoadedMessage): number {
  let bytes = mime?.content.length ?? 0;
  for (const { content } of texts.values()) bytes += content.length;
  return bytes;
}
