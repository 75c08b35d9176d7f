import { describe, expect, it } from 'vitest';
import { parseImapUrl } from './imap-url';
import { resolveUserName } from '@/engine/backends/user-name';

describe('IMAP_URL', () => {
  it('never sends a password in the clear to another machine unless told to', () => {
    expect(parseImapUrl('imaps://mail.example.com')).toMatchObject({ port: 993, tls: 'implicit' });
    expect(parseImapUrl('imap://mail.example.com')).toMatchObject({ port: 143, tls: 'starttls' });
    expect(parseImapUrl('imap://mail.example.com:1143?starttls=off')).toMatchObject({ port: 1143, tls: 'none' });
    expect(parseImapUrl('imap://127.0.0.1:1143')).toMatchObject({ host: '127.0.0.1', tls: 'none' });
    expect(parseImapUrl('imap://[::1]:1143')).toMatchObject({ host: '::1', tls: 'none' });
  });

  it.each([
    '',
    'mail.example.com',
    'https://mail.example.com',
    'imaps://',
    'imaps://h?login=both',
    'imaps://h?login=user',
  ])('refuses %j', (text) => expect(() => parseImapUrl(text)).toThrow('IMAP_URL'));

  it('refuses a password in the URL without repeating it', () => {
    expect(() => parseImapUrl('imaps://anna:tulip@mail.example.com')).toThrow(/^(?!.*tulip).*password/);
  });
});

describe('user names', () => {
  const server = (query: string) => parseImapUrl(`imaps://mail.example.com?${query}`);

  it('are one mailbox with and without the domain of the server', () => {
    for (const typed of ['Anna', 'anna@example.com', 'ANNA@EXAMPLE.COM']) {
      expect(resolveUserName(typed, server('domain=example.com'))?.mailbox).toBe('anna@example.com');
    }
  });

  it('reach the server in the form that it takes', () => {
    expect(resolveUserName('anna', server('domain=example.com&login=address'))?.login).toBe('anna@example.com');
    expect(resolveUserName('anna@example.com', server('domain=example.com&login=user'))?.login).toBe('anna');
    expect(resolveUserName('Anna@example.com', server(''))).toEqual({
      login: 'Anna@example.com',
      mailbox: 'anna@example.com',
      address: 'Anna@example.com',
    });
  });

  it('of another domain are not those of the server’s own', () => {
    expect(resolveUserName('anna@evil.example', server('domain=example.com&login=user'))).toBeNull();
    expect(resolveUserName('anna@evil.example', server('domain=example.com'))?.mailbox).toBe('anna@evil.example');
  });

  it.each(['', '@', '@example.com', 'anna@', 'a b', 'a\r\nb', 'a"b', 'x'.repeat(300)])('cannot be %j', (typed) => {
    expect(resolveUserName(typed, server('domain=example.com'))).toBeNull();
  });
});
