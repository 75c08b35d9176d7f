/**
 * A set of message uids in the form in which it is stored: `1:40,42,50:51`, ascending. A mailbox of a hundred thousand
 * mails usually has few gaps, so this stays short where a list would not.
 */
export type MessageSet = string;

/** @throws RangeError if a uid is no positive whole number */
export function toMessageSet(uids: Iterable<number>): MessageSet {
  const sorted = [...new Set(uids)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let index = 0; index < sorted.length;) {
    const first = sorted[index] ?? 0;
    if (!Number.isSafeInteger(first) || first < 1) throw new RangeError(`${first} is no uid`);
    let last = first;
    index += 1;
    while (sorted[index] === last + 1) {
      last += 1;
      index += 1;
    }
    ranges.push(first === last ? String(first) : `${first}:${last}`);
  }
  return ranges.join(',');
}

/** All uids of a set, ascending. It comes from our own database, so its size is that of a folder once listed. */
export function* messageUids(set: MessageSet): Generator<number> {
  if (set === '') return;
  for (const range of set.split(',')) {
    const [first = 0, last = first] = range.split(':').map(Number);
    for (let uid = first; uid <= last; uid += 1) yield uid;
  }
}
