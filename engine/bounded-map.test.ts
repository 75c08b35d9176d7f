import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map';

it('a bounded map never grows beyond its capacity, and drops what was set longest ago', () => {
  const map = new BoundedMap<number>(3);
  for (const [index, key] of ['a', 'b', 'c', 'a', 'd'].entries()) map.set(key, index);
  expect(map.size).toBe(3);
  expect(map.get('b')).toBeUndefined();
  expect([map.get('c'), map.get('a'), map.get('d')]).toEqual([2, 3, 4]);
  map.delete('a');
  expect(map.size).toBe(2);
});
