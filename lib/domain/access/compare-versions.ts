/** Below, equal or above zero, as `a` is older than, the same as or newer than `b`: number by number, what is missing is 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first version in a text, e.g. 17.4.1 of "iOS 17.4.1 21E236"; null if there is no number in it. */
export function versionIn(text: string): string | null {
  return /\d{1,6}(?:\.\d{1,6}){0,4}/.exec(text)?.[0] ?? null;
}
