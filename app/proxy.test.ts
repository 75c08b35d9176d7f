import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { proxy } from '@/proxy';

const ask = (path: string, cookie?: string) =>
  proxy(new NextRequest(`http://console.test${path}`, { headers: cookie === undefined ? {} : { cookie } }));
const leadsTo = (path: string, cookie?: string) => {
  const response = ask(path, cookie);
  const location = response.headers.get('location');
  return [response.status, location && location.replace('http://console.test', '')];
};
const session = 'mobileadmin.session=x';

describe('the way to a page', () => {
  it.each([
    ['/', 307, '/mobileadmin/devices'],
    ['/mobileadmin/devices.aspx', 308, '/mobileadmin/devices'],
    ['/MobileAdmin/Devices.aspx', 308, '/mobileadmin/devices'],
  ])('%s leads to the device list, signed in or not', (path, status, target) => {
    expect(leadsTo(path)).toEqual([status, target]);
    expect(leadsTo(path, session)).toEqual([status, target]);
  });

  it.each([
    ['/mobileadmin', '/mobileadmin/sign-in'],
    ['/mobileadmin/devices?state=silent', '/mobileadmin/sign-in?next=%2Fmobileadmin%2Fdevices%3Fstate%3Dsilent'],
    ['/mobileadmin/join', '/mobileadmin/sign-in?next=%2Fmobileadmin%2Fjoin'],
  ])('%s leads through sign-in without a session', (path, target) => expect(leadsTo(path)).toEqual([307, target]));

  it.each([
    ['/mobileadmin/devices', session],
    ['/mobileadmin/devices', '__Host-mobileadmin.session=x'],
    ['/mobileadmin/sign-in', undefined],
    ['/mobileadmin/join/mal_abc', undefined],
  ])('%s is open with cookie %s', (path, cookie) => expect(leadsTo(path, cookie)).toEqual([200, null]));

  it('gives every answer a nonce of its own, and no other inline script', () => {
    const policies = [ask('/mobileadmin/sign-in'), ask('/mobileadmin/sign-in')].map(
      ({ headers }) => headers.get('content-security-policy') ?? '',
    );
    const scripts = policies.map((policy) => /script-src ([^;]*)/.exec(policy)?.[1] ?? '');
    expect(new Set(scripts).size).toBe(2);
    for (const script of scripts) {
      expect(script).toMatch(/'nonce-[\w+/=]{20,}' 'strict-dynamic'/);
      expect(script).not.toContain('unsafe-inline');
    }
  });
});
