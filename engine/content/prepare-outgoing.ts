import { addressParser } from 'postal-mime';
import type { OutgoingMessage } from '@/engine/backends/contract';
import { mailField } from './mail-field';
import { type HeaderBlock, type RawField, readHeaderBlock, valueOf, withCrlf, writeHeaderBlock } from './header-block';
import { OutgoingProblem } from './outgoing-problem';
import { sealOf } from './sealed-message';

export type Outgoing = {
  /** The account's own address. */
  readonly address: string;
  /** Used if the client names none. */
  readonly displayName: string | null;
  readonly now: Date;
  /** With its angle brackets; used if the client gave the message none. */
  readonly messageId: string;
};

export type PreparedMessage = OutgoingMessage & { readonly messageId: string };

/** More than a mailing by hand would have. */
const MAX_RECIPIENTS = 1000;
const recipientFields = ['to', 'cc', 'bcc'];
const droppedFields = ['bcc', 'resent-bcc', 'from', 'sender', 'return-path'];

/**
 * A message of a client as it goes to the mail system: from the account's own address, without Bcc, with date and
 * Message-ID. Nothing else is changed, so that signatures stay valid.
 *
 * @throws OutgoingProblem
 * @see [MS-ASCMD] 2.2.1.17 SendMail
 */
export function prepareOutgoing(raw: Buffer, account: Outgoing): PreparedMessage {
  const message = readHeaderBlock(raw);
  const recipients = recipientsOf(message);
  if (recipients.length === 0) throw new OutgoingProblem('no_recipients');
  const own = message.fields.find(({ name }) => name === 'message-id');
  const messageId = (own && /<[^<>\s]{1,900}>/.exec(valueOf(own))?.[0]) ?? account.messageId;
  const kept = message.fields.filter(
    ({ name }) => !droppedFields.includes(name) && (name !== 'message-id' || messageId !== account.messageId),
  );
  const has = (name: string) => kept.some((each) => each.name === name);
  const fields = [
    fromField(message, account),
    ...(has('date') ? [] : [mailField('Date', account.now.toUTCString().replace('GMT', '+0000'))]),
    ...(has('message-id') ? [] : [mailField('Message-ID', messageId)]),
    ...kept,
  ];
  return {
    raw: writeHeaderBlock({ fields, body: normalBody(message) }),
    sender: account.address,
    recipients,
    messageId,
  };
}

function recipientsOf({ fields }: HeaderBlock): string[] {
  const found = new Map<string, string>();
  for (const each of fields) {
    if (!recipientFields.includes(each.name)) continue;
    for (const { name, address } of addressParser(valueOf(each), { flatten: true })) {
      if (!address && /^undisclosed/i.test(name)) continue;
      if (!isAddress(address)) throw new OutgoingProblem('invalid_recipient');
      found.set(address.toLowerCase(), found.get(address.toLowerCase()) ?? address);
      if (found.size > MAX_RECIPIENTS) throw new OutgoingProblem('too_many_recipients');
    }
  }
  return [...found.values()];
}

/** What may stand in RCPT TO. */
const isAddress = (address: string | undefined): address is string =>
  address !== undefined && address.length <= 320 && /^[^\s<>@,;:"\\]+@[^\s<>@,;:"\\]+$/.test(address);

function fromField({ fields }: HeaderBlock, { address, displayName }: Outgoing): RawField {
  const from = fields.find(({ name }) => name === 'from');
  const [first] = from ? addressParser(valueOf(from), { flatten: true }) : [];
  const name = first?.name || displayName || '';
  return mailField('From', [{ name, address }]);
}

/**
 * Some clients mix line ends, and a mail server would make of that what it likes. A signature holds for CRLF: if there is
 * none at all every LF stands for one, otherwise it may be content.
 */
function normalBody(message: HeaderBlock): Buffer {
  return sealOf(message) !== null && message.body.includes('\r\n') ? message.body : withCrlf(message.body);
}
