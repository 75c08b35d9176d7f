import { expect, it } from 'vitest';
import { waitSeconds } from '@/lib/domain/people/sign-in-throttle';

it('waits ever longer after the fifth failure of an e-mail address, and never beyond a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 8, 9, 10, 1000].map((failures) => waitSeconds('email', failures))).toEqual([
    0, 0, 32, 64, 128, 256, 512, 900, 900,
  ]);
});

it('gives an address that a whole office may share four times as many failures', () => {
  expect([19, 20, 21].map((failures) => waitSeconds('address', failures))).toEqual([0, 32, 64]);
});
