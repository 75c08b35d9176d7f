/** An answer is lost now and then; only who asks for the same once more than this is suspected to break on it. */
const PATIENCE = 2;
/** With a single mail left, so often more: first without its body, and then it is left out. */
const LAST_PATIENCE = 10;

export type Patience = {
  /** At most so many changes in the answer. */
  readonly windowSize: number;
  /** The mail is given without its body. */
  readonly isBare: boolean;
  /** What is left is one mail, and the client goes on without it. */
  readonly isSkipped: boolean;
  /** To be remembered: repetitions in a row that have led here. */
  readonly repeats: number;
};

/**
 * How to answer a client that comes back with the same key for the n-th time in a row, where so many changes lead to what
 * it should have. Some clients crash on a mail, ask again, and would do so until their battery is empty: half of what was
 * given before is given each time, until one is left.
 */
export function patienceFor(repeats: number, changes: number): Patience {
  const as = { windowSize: Math.max(1, changes), isBare: false, isSkipped: false, repeats };
  if (repeats <= PATIENCE || changes === 0) return as;
  if (changes > 1) {
    const windowSize = Math.ceil(changes / 2);
    // The next repetition halves it again; a single one has its own count.
    return { ...as, windowSize, repeats: windowSize > 1 ? repeats : 0 };
  }
  if (repeats <= LAST_PATIENCE) return { ...as, isBare: true };
  return { ...as, isSkipped: true, repeats: 0 };
}
