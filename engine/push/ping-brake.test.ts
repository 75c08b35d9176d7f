import { expect, it } from 'vitest';
import { PingBrake } from '@/engine/push/ping-brake';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const MINUTE_MS = 60_000;

it('lets three in a row go at once, of each device', () => {
  const brake = new PingBrake();
  const first = Array.from({ length: 5 }, () => brake.isTooMany('one', START));
  expect(first).toEqual([false, false, false, true, true]);
  expect(brake.isTooMany('other', START)).toBe(false);
});

it('begins anew once the device has done what it was told', () => {
  const brake = new PingBrake();
  for (let count = 0; count < 4; count += 1) brake.isTooMany('one', START);
  brake.release('one');
  expect(brake.isTooMany('one', START)).toBe(false);
});

it('begins anew after ten minutes, and stays as it is for a device that pings every minute', () => {
  const brake = new PingBrake();
  for (let minute = 0; minute < 60; minute += 1) {
    expect(brake.isTooMany('one', START + minute * MINUTE_MS)).toBe(minute >= 3);
  }
  expect(brake.isTooMany('one', START + 69 * MINUTE_MS)).toBe(false);
});
