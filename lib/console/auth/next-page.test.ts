import { describe, expect, it } from 'vitest';
import { nextPage, signInUrl } from '@/lib/console/auth/next-page';

describe('the page after signing in', () => {
  it.each([
    ['/mobileadmin/devices?state=silent', '/mobileadmin/devices?state=silent'],
    ['/mobileadmin', '/mobileadmin'],
    ['https://evil.example/mobileadmin', '/mobileadmin'],
    ['//evil.example/mobileadmin', '/mobileadmin'],
    ['/\\evil.example/mobileadmin', '/mobileadmin'],
    ['/mobileadmin/../../etc', '/mobileadmin'],
    ['/mobileadminevil', '/mobileadmin'],
    ['/mobileadmin/sign-in?next=/mobileadmin', '/mobileadmin'],
    ['javascript:alert(1)', '/mobileadmin'],
    ['/\t/evil.example', '/mobileadmin'],
    [undefined, '/mobileadmin'],
    [['/mobileadmin/people', '//evil.example'], '/mobileadmin'],
  ])('asked for as %s is %s', (next, page) => expect(nextPage(next)).toBe(page));

  it('comes back from the sign-in address unchanged', () => {
    const path = '/mobileadmin/history?actor=a%26b&from=2026-01-01T00:00:00Z';
    expect(nextPage(new URL(signInUrl(path), 'http://h').searchParams.get('next') ?? undefined)).toBe(path);
  });
});
