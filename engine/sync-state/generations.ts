// Implementation notes
// - Two generations a collection: the state that goes with the key issued last, and the one before it. A client that
//   comes with the last key has confirmed it. One that comes with the key before has not got the answer: it is given the
//   way from the previous state to the same last state again, under the same key. So whichever of the two answers it
//   took in, it ends with the state that is on record.
// - Keys are whole numbers that only rise, also when a client starts over: an old key never becomes good again.
// - Every write names the key it was made from. Of two requests at once one writes; the other finds nothing to update,
//   reads again and is then a repetition.

export type Collection<State> = {
  /** Issued last. */
  readonly syncKey: number;
  /** Null: stored by another version of this program, or damaged. The client has to start over. */
  readonly state: State | null;
  readonly previous: State | null;
  readonly options: unknown;
  /** What the client's changes came to that led from `previous` to `state`. */
  readonly outcome: unknown;
  /** How often the client has come back with the key before, in a row. */
  readonly repeats: number;
};

/** The key by which a client starts over. */
const FIRST_KEY = '0';

/** What a key stands for. */
export type Opened<State> =
  | { readonly kind: 'first' }
  /** The client has `base`, and is to be given what has happened since. */
  | { readonly kind: 'confirmed'; readonly base: State }
  /** It has `base` and did not get the answer that led to `target`. */
  | { readonly kind: 'repeated'; readonly base: State; readonly target: State }
  /** Nobody issued this key, or it is too old. */
  | { readonly kind: 'unknown' };

/**
 * Which state the key of a request stands for.
 *
 * @see [MS-ASCMD] 3.1.5.3 Synchronizing Folder Contents
 */
export function openCollection<State>(collection: Collection<State> | null, presentedKey: string): Opened<State> {
  if (presentedKey === FIRST_KEY) return { kind: 'first' };
  if (!collection || collection.state === null || !/^[1-9]\d{0,9}$/.test(presentedKey)) return { kind: 'unknown' };
  const key = Number(presentedKey);
  if (key === collection.syncKey) return { kind: 'confirmed', base: collection.state };
  if (key === collection.syncKey - 1 && collection.previous !== null) {
    return { kind: 'repeated', base: collection.previous, target: collection.state };
  }
  return { kind: 'unknown' };
}
