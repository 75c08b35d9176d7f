import { describe, expect, it } from 'vitest';
import { parseSieveUrl } from './sieve-url';

const imap = { domain: 'example.com', login: 'user' } as const;

describe('SIEVE_URL', () => {
  it.each([
    ['sieve://mail.example.com', { host: 'mail.example.com', port: 4190, tls: 'starttls', ...imap }],
    ['sieve://mail.example.com:2000?starttls=off', { port: 2000, tls: 'none' }],
    ['sieve://127.0.0.1', { host: '127.0.0.1', tls: 'none' }],
    ['sieve://[::1]:4190', { host: '::1', tls: 'none' }],
    ['sieve://m.example.org?domain=Example.ORG&login=address', { domain: 'example.org', login: 'address' }],
  ])('is understood: %s', (url, expected) => expect(parseSieveUrl(url, imap)).toMatchObject(expected));

  it.each([
    ['imap://mail.example.com', 'SIEVE_URL must look like'],
    ['sieve://', 'SIEVE_URL must look like'],
    ['sieve://anna:tulip@mail.example.com', 'must not hold a user name'],
    ['sieve://mail.example.com?login=any', 'login must be'],
  ])('is refused: %s', (url, message) => {
    expect(() => parseSieveUrl(url, imap)).toThrow(message);
    expect(() => parseSieveUrl(url, imap)).not.toThrow('tulip');
  });

  it('needs a domain to make addresses with', () => {
    expect(() => parseSieveUrl('sieve://mail.example.com?login=address', { domain: null, login: 'typed' })).toThrow(
      'needs domain',
    );
  });
});
