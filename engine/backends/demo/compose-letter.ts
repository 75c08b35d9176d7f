import MailComposer from 'nodemailer/lib/mail-composer';
import { demoAttachments } from './demo-attachments';
import type { DemoLetter } from './demo-letters';

/** Who a mailbox belongs to. */
export type Owner = { readonly name: string; readonly address: string };

/** Writes a letter of the demo as an RFC 5322 message: the same octets whenever it is written for the same owner. */
export async function composeLetter(letter: DemoLetter, owner: Owner, date: Date): Promise<Buffer> {
  const [name, address] = letter.who;
  const other = { name, address };
  const isWritten = letter.folder === 'sent' || letter.folder === 'drafts';
  const fill = (text: string) =>
    text.replaceAll('{first}', owner.name.split(' ')[0] ?? owner.name).replaceAll('{me}', owner.address);
  const id = `${letter.folder}.${letter.hoursAgo}.${letter.subject.length}`;
  const priority = letter.importance ? { Importance: letter.importance } : {};
  const composer = new MailComposer({
    from: isWritten ? owner : other,
    to: isWritten ? other : owner,
    subject: fill(letter.subject),
    date,
    messageId: `<${id}@demo.example>`,
    headers: priority,
    baseBoundary: id,
    newline: 'win',
    ...(letter.isHtml ? { html: fill(letter.text) } : { text: fill(letter.text) }),
    ...(letter.html !== undefined && { html: fill(letter.html) }),
    attachments: (letter.attachments ?? []).map((key) => ({ ...demoAttachments[key] })),
  });
  return composer.compile().build();
}
