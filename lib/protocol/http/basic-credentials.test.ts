import { describe, expect, it } from 'vitest';
import { encodeBasicCredentials, parseBasicCredentials } from '@/lib/protocol/http/basic-credentials';

const basic = (text: string, encoding: BufferEncoding = 'utf8') =>
  `Basic ${Buffer.from(text, encoding).toString('base64')}`;

describe('credentials', () => {
  it.each([
    ['alice', { username: 'alice', domain: undefined, form: 'bare' }],
    ['alice@example.com', { username: 'alice', domain: 'example.com', form: 'address' }],
    ['EXAMPLE\\alice', { username: 'alice', domain: 'EXAMPLE', form: 'windows' }],
    ['\\alice', { username: 'alice', domain: undefined, form: 'windows' }],
    ['EXAMPLE\\alice@example.com', { username: 'alice@example.com', domain: 'EXAMPLE', form: 'windows' }],
    ['"odd@name"@example.com', { username: '"odd@name"', domain: 'example.com', form: 'address' }],
    ['alice@', { username: 'alice@', domain: undefined, form: 'bare' }],
  ])('split the name %s', (raw, parts) => {
    expect(parseBasicCredentials(basic(`${raw}:secret`))).toEqual({ raw, ...parts, password: 'secret' });
  });

  it('are split at the first colon, so that passwords may hold more', () => {
    expect(parseBasicCredentials(basic('alice:a:b:'))?.password).toBe('a:b:');
  });

  it.each(['utf8', 'latin1'] as const)('are read as %s', (encoding) => {
    expect(parseBasicCredentials(basic('jürgen:päß', encoding))).toMatchObject({ username: 'jürgen', password: 'päß' });
  });

  it('may have an empty password, which the back end will judge', () => {
    expect(parseBasicCredentials(basic('alice:'))?.password).toBe('');
  });

  it('accept any case of the scheme and blanks around it', () => {
    expect(parseBasicCredentials(` bAsIc  ${Buffer.from('a:b').toString('base64')} `)?.username).toBe('a');
  });

  it.each([
    ['no header', undefined],
    ['another scheme', 'Bearer abc'],
    ['no value', 'Basic '],
    ['what is no base64', 'Basic a:b!'],
    ['no colon', basic('alice')],
    ['no name', basic(':secret')],
    ['a domain only', basic('EXAMPLE\\:secret')],
    ['a line break in the name', basic('alice\r\n:secret')],
    ['NUL in the name', basic('alice\0:secret')],
  ])('are null for %s', (_what, header) => expect(parseBasicCredentials(header)).toBeNull());

  it('come back as the client wrote them', () => {
    expect(parseBasicCredentials(encodeBasicCredentials('EXAMPLE\\jürgen', 'p:ß'))).toMatchObject({
      raw: 'EXAMPLE\\jürgen',
      password: 'p:ß',
    });
  });
});
