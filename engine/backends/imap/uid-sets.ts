/** Servers take command lines of 8192 octets and more (RFC 7162, section 4). */
const SET_LENGTH = 4000;

/** Writes uids as IMAP sets, as short as they can be, and as many of them as commands are needed. */
export function uidSets(uids: readonly number[]): string[] {
  const sets: string[] = [];
  let set = '';
  for (const range of ranges(uids)) {
    if (set.length + range.length >= SET_LENGTH) {
      sets.push(set);
      set = '';
    }
    set += set === '' ? range : `,${range}`;
  }
  return set === '' ? sets : [...sets, set];
}

function* ranges(uids: readonly number[]): Generator<string> {
  const sorted = [...new Set(uids)].toSorted((a, b) => a - b);
  let first: number | undefined;
  let last: number | undefined;
  for (const uid of sorted) {
    if (last !== undefined && uid !== last + 1) {
      yield first === last ? `${first}` : `${first}:${last}`;
      first = uid;
    }
    first ??= uid;
    last = uid;
  }
  if (last !== undefined) yield first === last ? `${first}` : `${first}:${last}`;
}
