import { Buffer } from 'node:buffer';

export type PhoneLetter = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Without: text only. */
  readonly attachment?: string;
};

/** A message as a phone hands it over to be sent. */
export function writeLetter({ from, to, subject, attachment }: PhoneLetter): Uint8Array {
  const head = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, 'MIME-Version: 1.0'];
  const body = ['Content-Type: text/plain; charset=utf-8', '', `About ${subject}.`, '', 'Sent from my phone', ''];
  const lines =
    attachment === undefined
      ? [...head, ...body]
      : [
          ...head,
          'Content-Type: multipart/mixed; boundary=letter',
          '',
          '--letter',
          ...body,
          '--letter',
          'Content-Type: application/octet-stream; name=note.bin',
          'Content-Disposition: attachment; filename=note.bin',
          'Content-Transfer-Encoding: base64',
          '',
          Buffer.from(attachment).toString('base64'),
          '--letter--',
          '',
        ];
  return Buffer.from(lines.join('\r\n'));
}
