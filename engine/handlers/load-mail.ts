import type { EmailContext } from '@/engine/content/email-properties';
import { emailProperties } from '@/engine/content/email-properties';
import type { ItemWishes } from '@/engine/content/item-wishes';
import { type LoadedMessage, loadMessages } from '@/engine/content/load-messages';
import type { Exchange } from '@/engine/exchange';
import type { EasElement } from '@/lib/protocol/wbxml/element';
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
};

/** @throws BackendUnavailable */
export async function loadMail(exchange: Exchange, query: MailQuery): Promise<MailPage> {
  const { engine, account, request } = exchange;
  const context: EmailContext = {
    wishes: query.wishes,
    rules: mailRulesOf(exchange),
    version: request.line.protocolVersion,
    folderId: query.folderId,
  };
  const loaded = await loadMessages(engine.backend, { ...context, account, uids: query.uids }, request.signal);
  return {
    mails: loaded.messages.map((message) => ({
      message,
      properties: emailProperties(message, context),
      sizeBytes: sizeOf(message),
    })),
    remaining: loaded.remaining,
  };
}

function sizeOf({ texts, mime }: LoadedMessage): number {
  let bytes = mime?.content.length ?? 0;
  for (const { content } of texts.values()) bytes += content.length;
  return bytes;
}
