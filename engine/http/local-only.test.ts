import { describe, expect, it } from 'vitest';
import { isLoopback } from './local-only';

describe('an address of this very machine', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is %s', (address) =>
    expect(isLoopback(address)).toBe(true),
  );
  it.each(['', 'localhost', '10.0.0.1', '::', '2001:db8::1', '::ffff:10.0.0.1', '127.0.0.1.example.com'])(
    'is not %j',
    (address) => expect(isLoopback(address)).toBe(false),
  );
});
