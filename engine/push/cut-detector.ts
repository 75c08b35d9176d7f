import { isIP } from 'node:net';
import { BoundedMap } from '@/engine/bounded-map';

// Implementation notes
// - Boxes on the way end connections that look idle, most of them after a round number of seconds. Push then fails at
//   intervals that look random to people, and drains batteries. Exchange 2003 SP2 had an alarm for that, by the average
//   heartbeat; here it is told from what happened: connections that end early, again and again after the same time.
// - People cause early ends, too (a phone is opened, loses its network): these differ from each other. And a connection
//   that has lasted longer acquits what is on the way.
// - Devices of one network share what is on its way: what was found for some of them holds for the next at its first cut.

/** Earlier is no time-out of anything: a phone that was picked up. */
const LEAST_SECONDS = 15;
const TIMES = 3;
const CAPACITY = 20_000;

type Suspicion = { readonly seconds: number; readonly times: number };

export type HeldConnection = { readonly deviceId: string; readonly address: string };

/** Finds out that something between phones and engine cuts connections after a certain time. In memory only, bounded. */
export class CutDetector {
  private readonly devices = new BoundedMap<Suspicion>(CAPACITY);
  private readonly networks = new BoundedMap<Suspicion>(CAPACITY);

  /**
   * To be told when a held connection was closed by the other side.
   *
   * @returns after how many seconds connections are cut, if that is a habit by now, else null
   */
  noteCut({ deviceId, address }: HeldConnection, seconds: number): number | null {
    if (seconds < LEAST_SECONDS) return null;
    const ofDevice = suspect(this.devices, deviceId, seconds);
    const ofNetwork = suspect(this.networks, networkOf(address), seconds);
    const found = [ofDevice, ofNetwork].find(({ times }) => times >= TIMES);
    return found ? Math.round(found.seconds) : null;
  }

  /** To be told when a held connection was there for as long as it was wanted. */
  noteLasted({ deviceId, address }: HeldConnection, seconds: number): void {
    acquit(this.devices, deviceId, seconds);
    acquit(this.networks, networkOf(address), seconds);
  }
}

function suspect(suspicions: BoundedMap<Suspicion>, key: string, seconds: number): Suspicion {
  const before = suspicions.get(key);
  const isSame = before !== undefined && Math.abs(before.seconds - seconds) <= toleranceOf(before.seconds);
  const times = isSame ? before.times + 1 : 1;
  // The mean of those that agree, so that the figure does not wander off with each of them.
  const mean = isSame ? before.seconds + (seconds - before.seconds) / times : seconds;
  const suspicion = { seconds: mean, times };
  suspicions.set(key, suspicion);
  return suspicion;
}

function acquit(suspicions: BoundedMap<Suspicion>, key: string, seconds: number): void {
  const before = suspicions.get(key);
  if (before && seconds > before.seconds + toleranceOf(before.seconds)) suspicions.delete(key);
}

/** Two seconds, or of long times three in a hundred: the network takes part of them. */
const toleranceOf = (seconds: number): number => Math.max(2, seconds * 0.03);

/** Of IPv6 the /64 that a household or company has. */
function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.toLowerCase().startsWith('::ffff:')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head.split(':').filter(Boolean);
  const back = (tail ?? '').split(':').filter(Boolean);
  const gap = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...gap, ...back].slice(0, 4).join(':');
}
