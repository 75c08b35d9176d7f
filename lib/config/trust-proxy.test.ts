import { describe, expect, it } from 'vitest';
import { clientAddress, parseTrustProxy, type TrustProxy } from './trust-proxy';

const trust = (text: string): TrustProxy => {
  const parsed = parseTrustProxy(text);
  if (!parsed) throw new Error(`${text} is not understood`);
  return parsed;
};

describe('clientAddress', () => {
  it.each([
    ['believes nobody by default', '0', '10.0.0.1', '203.0.113.5', '10.0.0.1'],
    ['takes what the one proxy in front says', '1', '10.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['is not fooled by what the client wrote itself', '1', '10.0.0.1', '198.51.100.1, 203.0.113.5', '203.0.113.5'],
    ['counts two proxies', '2', '10.0.0.1', '6.6.6.6, 203.0.113.5, 10.0.0.2', '203.0.113.5'],
    ['stops at what is not an address', '2', '10.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['believes known addresses and networks', '10.0.0.0/8,::1', '::1', '6.6.6.6, 203.0.113.5, 10.9.9.9', '203.0.113.5'],
    ['does not believe a stranger', '10.0.0.0/8', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['knows IPv4 that comes by an IPv6 socket', '10.0.0.1', '::ffff:10.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['takes ports off', '1', '10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['does without the header', '1', '10.0.0.1', undefined, '10.0.0.1'],
    ['says nothing when nothing is known', '1', undefined, undefined, ''],
  ])('%s', (_what, setting, peer, forwardedFor, expected) => {
    expect(clientAddress(trust(setting), { peer, forwardedFor })).toBe(expected);
  });

  it.each(['', '-1', '11', 'yes', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1,proxy'])('does not take %j', (text) => {
    expect(parseTrustProxy(text)).toBeNull();
  });
});
