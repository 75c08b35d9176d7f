import { expect, it } from 'vitest';
import { csvRecord } from './csv';

it.each([
  [['plain', null, ''], 'plain,,\r\n'],
  [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
  [['=HYPERLINK("http://x")', '+49 30', '-1', '@cmd'], '"\'=HYPERLINK(""http://x"")",\'+49 30,\'-1,\'@cmd\r\n'],
])('writes %j so that a spreadsheet reads it back and runs nothing', (cells, record) => {
  expect(csvRecord(cells)).toBe(record);
});
