import { describe, expect, it } from 'vitest';
import { CutDetector } from './cut-detector';

const phone = { deviceId: 'a', address: '203.0.113.7' };
const cuts = (detector: CutDetector, times: readonly number[], of = phone) =>
  times.map((seconds) => detector.noteCut(of, seconds));

describe('connections that end early', () => {
  it('at the same time again and again mean that something cuts them there', () => {
    expect(cuts(new CutDetector(), [60.1, 59.6, 60.4, 60.0])).toEqual([null, null, 60, 60]);
    expect(cuts(new CutDetector(), [900, 910, 890])).toEqual([null, null, 900]);
  });

  it('at times that differ mean nothing, nor do those of a phone that is picked up', () => {
    expect(cuts(new CutDetector(), [60, 200, 61, 340, 59, 120])).toEqual(Array(6).fill(null));
    expect(cuts(new CutDetector(), [5, 5, 5, 5, 5])).toEqual(Array(5).fill(null));
  });

  it('are forgotten once one has lasted longer, and not if one was answered before that', () => {
    const detector = new CutDetector();
    cuts(detector, [60, 60]);
    detector.noteLasted(phone, 30);
    expect(detector.noteCut(phone, 60)).toBe(60);
    detector.noteLasted(phone, 900);
    expect(detector.noteCut(phone, 60)).toBeNull();
  });

  it('tell of the network when they are of several devices in it', () => {
    const detector = new CutDetector();
    const other = (deviceId: string, address = phone.address) => ({ deviceId, address });
    expect(detector.noteCut(other('a'), 300)).toBeNull();
    expect(detector.noteCut(other('b'), 300)).toBeNull();
    expect(detector.noteCut(other('c'), 301)).toBe(300);
    expect(detector.noteCut(other('d', '203.0.113.8'), 300)).toBeNull();
  });

  it('take the /64 of an IPv6 address for its network', () => {
    const detector = new CutDetector();
    const at = (deviceId: string, address: string) => detector.noteCut({ deviceId, address }, 240);
    expect([at('a', '2001:db8:1:2::1'), at('b', '2001:DB8:1:2:9:9:9:9'), at('c', '2001:db8:1:2::')]).toEqual([
      null,
      null,
      240,
    ]);
    expect(at('d', '2001:db8:1:3::1')).toBeNull();
  });

  it('are remembered of so many devices and no more', () => {
    const detector = new CutDetector();
    cuts(detector, [60, 60]);
    for (let index = 0; index < 20_000; index += 1) {
      detector.noteCut({ deviceId: `x${index}`, address: `192.0.2.${index}` }, 100);
    }
    expect(detector.noteCut(phone, 60)).toBeNull();
  });
});
