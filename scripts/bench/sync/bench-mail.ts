/** A mail as people get them: text and HTML, every fifth with an attachment. The same number gives the same mail. */
export function benchMail(number: number, to: string): string {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toUTCString();
  const text = paragraphs(number, 6).join('\n\n');
  const html = `<html><head><style>${STYLE}</style></head><body>${paragraphs(number, 6)
    .map((paragraph) => `<p class="t">${paragraph}</p>`)
    .join('\n')}</body></html>`;
  const head = [
    `From: Sender ${number % 40} <sender${number % 40}@example.org>`,
    `To: ${to}`,
    `Subject: Bench ${number}: ${words(number, 5)}`,
    `Date: ${at}`,
    `Message-ID: <bench-${number}@example.org>`,
    'MIME-Version: 1.0',
  ];
  const alternative = multipart('alternative', `alt${number}`, [
    `Content-Type: text/plain; charset=utf-8\n\n${text}\n`,
    `Content-Type: text/html; charset=utf-8\n\n${html}\n`,
  ]);
  const body = number % 5 === 0 ? withAttachment(number, alternative) : alternative;
  return `${head.join('\n')}\n${body}`.replaceAll('\n', '\r\n');
}

const STYLE = '.t{font-family:Helvetica,Arial,sans-serif;font-size:14px;line-height:1.5;margin:0 0 1em}'.repeat(4);
const ATTACHMENT_LINES = 200;
const LINE = Buffer.alloc(57, 'attachment ').toString('base64');

const multipart = (subtype: string, boundary: string, parts: readonly string[]): string =>
  `Content-Type: multipart/${subtype}; boundary="${boundary}"\n\n${parts
    .map((part) => `--${boundary}\n${part}`)
    .join('')}--${boundary}--\n`;

function withAttachment(number: number, alternative: string): string {
  const file = `Content-Type: application/pdf; name="report ${number}.pdf"\nContent-Disposition: attachment; filename="report ${number}.pdf"\nContent-Transfer-Encoding: base64\n\n${`${LINE}\n`.repeat(ATTACHMENT_LINES)}`;
  return multipart('mixed', `mix${number}`, [alternative, file]);
}

const vocabulary = 'meeting report harbour invoice crane weather rope harvest window schedule north tram bread'.split(
  ' ',
);

const words = (seed: number, count: number): string =>
  Array.from(
    { length: count },
    (_each, index) => vocabulary[(seed * 7 + index * (1 + (seed % 5))) % vocabulary.length],
  ).join(' ');

const paragraphs = (seed: number, count: number): string[] =>
  Array.from({ length: count }, (_each, index) => `${words(seed + index, 24)}.`);
