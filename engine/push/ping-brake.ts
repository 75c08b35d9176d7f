import { BoundedMap } from '@/engine/bounded-map';

/** So many in a row are answered at once: of requests that cross, more than one may be sent away for the same reason. */
const FREE = 3;
/** After this time without one, a device is thought to have understood. */
const MEMORY_MS = 10 * 60_000;
const CAPACITY = 20_000;

type Row = { readonly count: number; readonly lastAtMs: number };

/**
 * Notices devices that are told at a Ping to do something else, and just ping again. They would do so as fast as the
 * network allows. In memory of this front end only: with several, each allows a few.
 */
export class PingBrake {
  private readonly rows = new BoundedMap<Row>(CAPACITY);

  /** Counts a Ping that is sent away at once. @returns whether it has been too often, so that its answer is to wait */
  isTooMany(deviceId: string, atMs: number): boolean {
    const before = this.rows.get(deviceId);
    const count = before && atMs - before.lastAtMs < MEMORY_MS ? before.count + 1 : 1;
    this.rows.set(deviceId, { count, lastAtMs: atMs });
    return count > FREE;
  }

  /** The device has done what it was told to, or there is nothing any more that it would have to do. */
  release(deviceId: string): void {
    this.rows.delete(deviceId);
  }
}
