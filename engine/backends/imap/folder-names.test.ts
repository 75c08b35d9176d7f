import { describe, expect, it } from 'vitest';
import { fromServerName, toServerName } from './folder-names';
import { decodeModifiedUtf7 } from './notify';

describe('names of folders', () => {
  it.each([
    ['St. Gallen', '.'],
    ['Ein/Aus', '/'],
    ['a\\b', '\\'],
    ['Plain', '.'],
  ])('%j can be had on a server that separates by %j', (name, delimiter) => {
    const stored = toServerName(name, delimiter) ?? '';
    expect(stored).not.toContain(delimiter);
    expect(fromServerName(stored, delimiter)).toBe(name);
  });

  it.each(['', '  ', 'a\r\nb', '\u0000', 'x'.repeat(256)])('cannot be %j', (name) => {
    expect(toServerName(name, '/')).toBeNull();
  });

  it('cannot hold a separator that nothing looks like', () => {
    expect(toServerName('a|b', '|')).toBeNull();
    expect(toServerName('a|b', '')).toBe('a|b');
  });

  it('are read as IMAP writes them', () => {
    expect(decodeModifiedUtf7('Entw&APw-rfe &- mehr')).toBe('Entwürfe & mehr');
    expect(decodeModifiedUtf7('&U,BTFw-')).toBe('台北');
    expect(decodeModifiedUtf7('plain')).toBe('plain');
  });
});
