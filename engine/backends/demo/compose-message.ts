export type Correspondent = { readonly name: string; readonly address: string };

export type Letter = {
  readonly from: Correspondent;
  readonly to: readonly Correspondent[];
  readonly subject: string;
  readonly date: Date;
  readonly messageId: string;
  readonly text: string;
  readonly isHtml?: boolean;
  readonly importance?: 'low' | 'high';
};

const LINE_OCTETS = 76;

/** Writes an RFC 5322 message in UTF-8: encoded words in the header where needed, a base64 body. */
export function composeMessage(letter: Letter): Buffer {
  const head = [
    `From: ${mailbox(letter.from)}`,
    `To: ${letter.to.map(mailbox).join(',\r\n ')}`,
    `Subject: ${/^[\x20-\x7e]*$/.test(letter.subject) ? letter.subject : encodedWords(letter.subject)}`,
    `Date: ${letter.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${letter.messageId}>`,
    ...(letter.importance ? [`Importance: ${letter.importance}`] : []),
    'MIME-Version: 1.0',
    `Content-Type: text/${letter.isHtml ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(letter.text.replaceAll('\n', '\r\n')).toString('base64');
  const lines = body.match(new RegExp(`.{1,${LINE_OCTETS}}`, 'g')) ?? [];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}\r\n`);
}

function mailbox(who: Correspondent): string {
  // A phrase of plain words needs no quotes; anything else is encoded, which needs none either.
  return `${/^[\w &'-]+$/.test(who.name) ? who.name : encodedWords(who.name)} <${who.address}>`;
}

/** RFC 2047: at most 75 octets an encoded word, and no character is cut in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 42) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  words.push(chunk);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
