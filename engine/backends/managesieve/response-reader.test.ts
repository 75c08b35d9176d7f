import { describe, expect, it } from 'vitest';
import { ResponseReader, SieveFormatError, type SieveResponse } from './response-reader';
import { randomNumbers } from './testing/random-numbers';

const read = (text: string) => new ResponseReader().push(Buffer.from(text));
const values = (response: SieveResponse | undefined) => response?.lines.map((line) => line.map((token) => token.value));

const listing = '"summer" \r\n{7}\r\nM\\"\r\nsl ACTIVE\r\n"a \\"b\\" \\\\ ü"\r\nOK (WARNINGS) {4}\r\nfine\r\n';

describe('responses of a ManageSieve server', () => {
  it('have lines of strings, quoted or literal, and end with a status', () => {
    const [response, ...more] = read(listing);
    expect(more).toEqual([]);
    expect(response).toMatchObject({ status: 'OK', code: 'WARNINGS' });
    expect(values(response)).toEqual([['summer'], ['M\\"\r\nsl', 'ACTIVE'], ['a "b" \\ ü']]);
  });

  // RFC 5804 1.3 Response Codes
  it.each([
    ['NO (QUOTA/MAXSIZE) "full"\r\n', 'NO', 'QUOTA/MAXSIZE'],
    ['no (nonexistent)\r\n', 'NO', 'NONEXISTENT'],
    ['BYE (REFERRAL "sieve://b.example.com") "go away"\r\n', 'BYE', 'REFERRAL'],
    ['OK\r\n', 'OK', null],
    ['OK "QUOTA"\r\n', 'OK', null],
  ])('tell by %j how a command ended', (text, status, code) => {
    expect(read(text)).toEqual([{ status, code, lines: [] }]);
  });

  it('are the same in whatever pieces they come, and several at once are told apart', () => {
    const whole = read(listing + listing);
    expect(whole).toHaveLength(2);
    for (const size of [1, 2, 3, 7]) {
      const reader = new ResponseReader();
      const octets = Buffer.from(listing + listing);
      const found: SieveResponse[] = [];
      for (let at = 0; at < octets.length; at += size) found.push(...reader.push(octets.subarray(at, at + size)));
      expect(found).toEqual(whole);
      expect(reader.isInside).toBe(false);
    }
  });

  it('know whether something is left over', () => {
    const reader = new ResponseReader();
    expect(reader.push(Buffer.from('OK\r\nOK'))).toHaveLength(1);
    expect(reader.isInside).toBe(true);
  });
});

describe('a hostile ManageSieve server', () => {
  it.each([
    ['a literal beyond the limit', '{99999999}\r\n', 'too_large'],
    ['a literal with a length of many digits', `{${'9'.repeat(40)}}\r\n`, 'malformed'],
    ['a literal without a length', '{}\r\n', 'malformed'],
    ['a quoted string that never ends', `"${'x'.repeat(20_000)}`, 'too_large'],
    ['a quoted string over two lines', '"a\r\nb"', 'malformed'],
    ['a word that never ends', 'x'.repeat(2000), 'too_large'],
    ['a line that ends in half', 'OK\rNO', 'malformed'],
    ['what another kind of server says', '* OK IMAP4rev1 ready\r\n', 'malformed'],
    ['binary octets', '\u0000\u0001', 'malformed'],
    ['words without end', '"a" '.repeat(20_000), 'too_large'],
    ['lines without end', '"a"\r\n'.repeat(20_000), 'too_large'],
    ['literals without end', `{1000000}\r\n${'x'.repeat(1_000_000)}\r\n`.repeat(6), 'too_large'],
  ])('is not listened to if it sends %s', (_what, text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });

  it('costs no more than its octets if it sends them one by one', () => {
    const reader = new ResponseReader();
    reader.push(Buffer.from('{200000}\r\n'));
    const one = Buffer.from('x');
    for (let count = 0; count < 200_000; count += 1) expect(reader.push(one).length).toBe(0);
    expect(values(reader.push(Buffer.from('\r\nOK\r\n'))[0])?.[0]?.[0]).toHaveLength(200_000);
  }, 20_000);

  it('is answered by a response or by a named error, whatever it sends', () => {
    const below = randomNumbers(5804);
    const pieces = [
      'OK',
      'NO',
      '(',
      ')',
      '"',
      '\\',
      '{',
      '}',
      '3',
      '{3}\r\n',
      '+',
      '\r',
      '\n',
      '\r\n',
      ' ',
      'ü',
      '\0',
      'a',
    ];
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: below(14) }, () => pieces[below(pieces.length)]).join('');
      const outcome = (size: number) => {
        const reader = new ResponseReader();
        const octets = Buffer.from(text);
        const found: SieveResponse[] = [];
        try {
          for (let at = 0; at < octets.length; at += size) found.push(...reader.push(octets.subarray(at, at + size)));
          return { found, code: null };
        } catch (error) {
          if (!(error instanceof SieveFormatError)) throw error;
          return { found: [], code: error.code };
        }
      };
      expect(outcome(1).code).toBe(outcome(100).code);
    }
  });
});
