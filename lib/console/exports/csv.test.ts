import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecord } from '@/lib/console/exports/csv';

/** Reads one record back, by the grammar of RFC 4180. */
function parse(record: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (let at = 0; at < record.length - 2; at += 1) {
    const character = record[at] ?? '';
    if (isQuoted && character === '"' && record[at + 1] === '"') at += 1;
    else if (character === '"') {
      isQuoted = !isQuoted;
      continue;
    } else if (character === ',' && !isQuoted) {
      cells.push('');
      continue;
    }
    cells[cells.length - 1] += character;
  }
  return cells;
}

/** Text made of what matters to the format, and a few letters. */
const characters = ['"', ',', ';', '\r', '\n', '\t', "'", '=', '+', '-', '@', ' ', 'a', 'ü', 'ß', '📱'];
const text = fc.string({ unit: fc.constantFrom(...characters) });

describe('a record of a CSV file', () => {
  it.each([
    ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
    ['+49 151 1234567', `'+49 151 1234567`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\tcmd', `'\tcmd`],
    ['\rcmd', `"'\rcmd"`],
    ['＝1+1', `'＝1+1`],
  ])('keeps %j from being a formula', (cell, text) => expect(csvRecord([cell])).toBe(`${text}\r\n`));

  it('leaves numbers alone and leaves out what is not known', () => {
    expect(csvRecord([-5, null, 'a', 0])).toBe('-5,,a,0\r\n');
  });

  it('reads back as what it was, whatever the cells hold', () => {
    const harmless = text.map((cell) => `a${cell}`);
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), (cells) => {
        expect(parse(csvRecord(cells))).toEqual(cells);
      }),
    );
  });

  it('never starts a cell like a formula', () => {
    fc.assert(
      fc.property(text, (cell) => {
        expect(parse(csvRecord([cell]))[0]).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
