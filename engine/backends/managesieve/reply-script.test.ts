import { describe, expect, it } from 'vitest';
import { neededExtensions, readReplyScript, type ReplyScript, writeReplyScript } from './reply-script';
import { sieveLines, sieveReason, sieveString } from './sieve-strings';
import { randomNumbers } from './testing/random-numbers';
import { usesVacation } from './uses-vacation';

const address = 'anna@example.com';
const message = (text: string, format: 'text' | 'html' = 'text') => ({ isEnabled: true, text, format });
const period = { startsAt: new Date('2026-07-01T00:00:00.500Z'), endsAt: new Date('2026-07-15T12:30:00Z') };
const script: ReplyScript = {
  reply: { isEnabled: true, period, internal: message('in'), external: message('<p>out</p>', 'html') },
  previous: 'my "rules"',
};

/** Reads strings of a script by the grammar of RFC 5228 8.1, as a server does. */
function stringsOf(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest !== '') {
    const quoted = /^"((?:[^"\\]|\\[^])*)"/.exec(rest);
    const block = /^text:[ \t]*\r\n([^]*?\r\n)??\.\r\n/.exec(rest);
    if (quoted) found.push((quoted[1] ?? '').replaceAll(/\\([^])/g, '$1'));
    else if (block) found.push((block[1] ?? '').replaceAll(/^\./gm, '').replace(/\r\n$/, ''));
    rest = rest.slice((quoted ?? block)?.[0].length ?? 1);
  }
  return found;
}

const codeOf = (text: string) => text.slice(text.indexOf('\r\n', text.indexOf('# digest: ')) + 2);

describe('the script of an automatic reply', () => {
  it('answers by domain and time, and then runs the script of the owner', () => {
    expect(codeOf(writeReplyScript(script, address)).split('\r\n')).toEqual([
      'require ["date", "envelope", "include", "relational", "vacation"];',
      'if allof(currentdate :zone "+0000" :value "ge" "iso8601" "2026-07-01T00:00:00",',
      '  currentdate :zone "+0000" :value "lt" "iso8601" "2026-07-15T12:30:00") {',
      'if envelope :domain :is "from" "example.com" {',
      'vacation :days 7 :addresses ["anna@example.com"] text:',
      'in',
      '.',
      ';',
      '} else {',
      'vacation :days 7 :addresses ["anna@example.com"] :mime text:',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      'PHA+b3V0PC9wPg==',
      '.',
      ';',
      '}',
      '}',
      'include :personal :optional "my \\"rules\\"";',
      '',
    ]);
  });

  it.each<[string, Partial<ReplyScript['reply']>, string[]]>([
    ['is off', { isEnabled: false }, []],
    ['is meant for nobody', { internal: { ...message('x'), isEnabled: false }, external: message(' \n') }, []],
    ['has no time', { period: null }, ['envelope', 'vacation']],
  ])('requires no more than it uses if it %s', (_what, change, extensions) => {
    const changed = { reply: { ...script.reply, ...change }, previous: null };
    expect(neededExtensions(changed)).toEqual(extensions);
    const code = codeOf(writeReplyScript(changed, address));
    expect(code.includes('vacation')).toBe(extensions.includes('vacation'));
    expect(code.includes('currentdate')).toBe(false);
  });

  it('tells what it was made from, also after a server has ended its lines otherwise', () => {
    const written = writeReplyScript(script, address);
    expect(readReplyScript(written)).toEqual({ ...script, isEdited: false });
    expect(readReplyScript(`${written.replaceAll('\r\n', '\n')}\n\n`)).toEqual({ ...script, isEdited: false });
    const off = { reply: { ...script.reply, isEnabled: false, period: null }, previous: null };
    expect(readReplyScript(writeReplyScript(off, address))).toEqual({ ...off, isEdited: false });
  });

  it('is known to be edited once anything was changed that is run', () => {
    const written = writeReplyScript(script, address);
    for (const edited of [
      `${written}discard;\r\n`,
      written.replace('anna@', 'eve@'),
      written.replace(/require.*/, ''),
    ]) {
      expect(readReplyScript(edited)).toEqual({ ...script, isEdited: true });
    }
  });

  it.each([
    ['of another program', 'require ["vacation"];\r\nvacation "away";\r\n'],
    ['that is empty', ''],
    ['without a state', '# digest: 00\r\nkeep;\r\n'],
    ['with a state that is none', '# state: e30=\r\n# digest: 00\r\n'],
    ['with a state that is no JSON', '# state: ////\r\n# digest: 00\r\n'],
    [
      'with times that are none',
      `# state: ${Buffer.from('{"reply":{"period":{"startsAt":"x"}}}').toString('base64')}\r\n# digest: 00\r\n`,
    ],
  ])('is not read from a script %s', (_what, text) => {
    expect(readReplyScript(text)).toBeNull();
  });

  it('holds any text at all, and nothing of it is run', () => {
    const below = randomNumbers(5228);
    const pieces = [
      '"',
      '\\',
      '\r\n',
      '\n',
      '\r',
      '.',
      '..',
      '\r\n.\r\n',
      'text:',
      ';',
      'discard;',
      '#',
      '/*',
      '*/',
      '${a}',
      'ü',
      '✉',
      'x',
    ];
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: below(12) }, () => pieces[below(pieces.length)]).join('');
      const lines = text.replaceAll(/\r\n|\r|\n/g, '\r\n');
      expect(stringsOf(sieveString(text))).toEqual([text]);
      expect(stringsOf(sieveLines(text))).toEqual([lines]);
      const { reply } = script;
      const changed: ReplyScript = {
        reply: { ...reply, internal: message(text), external: message(text, 'html') },
        previous: `my ${text}`,
      };
      const written = writeReplyScript(changed, address);
      expect(readReplyScript(written)).toEqual({ ...changed, isEdited: false });
      expect(stringsOf(codeOf(written)).at(-1)).toBe(`my ${text}`);
    }
  });

  it('holds lines that no mail can carry, and no NUL', () => {
    const long = 'ä'.repeat(700);
    expect(sieveReason(long, 'text')).toContain('Content-Type: text/plain; charset=utf-8');
    expect(
      sieveReason(long, 'text')
        .split('\r\n')
        .every((line) => line.length <= 80),
    ).toBe(true);
    expect(sieveString('a\0b') + sieveLines('a\0b')).not.toContain('\0');
  });
});

describe('a script that answers mail itself', () => {
  it.each([
    ['require "vacation";', true],
    ['require ["fileinto", "Vacation-Seconds"];', true],
    ['# require "vacation";\r\nkeep;', false],
    ['/* "vacation" */ keep;', false],
    ['if header :is "subject" "# not a comment" { } require "vacation";', true],
    ['if header :is "subject" "my vacation" { keep; }', false],
    ['/* never closed "vacation"', false],
    ['', false],
  ])('is told apart: %j', (text, expected) => expect(usesVacation(text)).toBe(expected));

  it('is looked for in time that grows with the script alone', () => {
    for (const piece of ['/*', '"\\', '\\"', '#"', '"/*']) expect(usesVacation(piece.repeat(250_000))).toBe(false);
  });
});
