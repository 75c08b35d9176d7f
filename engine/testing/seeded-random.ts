/** Random numbers that are the same for the same seed, for anything that is to be believable and repeatable. */
export class SeededRandom {
  constructor(private state: number) {}

  /** From 0 up to, but not including, 1. The generator is mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** One of the values, which must not be empty. */
  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T {
    const picked = values[this.integer(0, values.length - 1)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  /** Text of this length from these characters. */
  text(length: number, characters: string): string {
    return Array.from({ length }, () => characters.charAt(this.integer(0, characters.length - 1))).join('');
  }
}
