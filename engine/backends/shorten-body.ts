import type { Message } from './contract';

/** Cuts a body to a number of octets of UTF-8, between characters, and marks it if something was cut. */
export function shortenBody(body: Message['body'], limitBytes: number): Message['body'] {
  const bytes = Buffer.from(body.content);
  if (bytes.length <= limitBytes) return body;
  // A character that was cut in two comes out as U+FFFD at the end.
  const content = bytes
    .subarray(0, limitBytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
  return { ...body, content, isTruncated: true };
}
