const CONTINUATION_MASK = 0b1100_0000;
const CONTINUATION = 0b1000_0000;
const MAX_CONTINUATIONS = 3;

/** The first octets of UTF-8, so cut that no character is cut in two. Of anything else just the first octets. */
export function cutOctets(content: Buffer, limitBytes: number): Buffer {
  if (content.length <= limitBytes) return content;
  const isInside = (offset: number) => ((content[offset] ?? 0) & CONTINUATION_MASK) === CONTINUATION;
  let end = limitBytes;
  while (end > 0 && limitBytes - end < MAX_CONTINUATIONS && isInside(end)) end -= 1;
  return content.subarray(0, isInside(end) ? limitBytes : end);
}
