/** In one request. */
export const MAX_COLLECTIONS = 300;
/** [MS-ASCMD] 2.2.3.199 WindowSize */
const DEFAULT_WINDOW = 100;
export const MAX_WINDOW = 512;

/** How many changes an answer may have, for the size that a client asked for. */
export function windowOf(size: number | undefined): number {
  if (size === undefined) return DEFAULT_WINDOW;
  return size === 0 || size > MAX_WINDOW ? MAX_WINDOW : size;
}
