import { describe, expect, it } from 'vitest';
import { isColumnVisible, type Column } from '@/components/patterns/column';
import { readColumnVisibility } from '@/components/patterns/read-column-visibility';

const column = (part: Partial<Column<unknown>>): Column<unknown> => ({
  id: 'a',
  header: 'A',
  cell: () => null,
  ...part,
});

describe('the columns a person chose', () => {
  it('come back from the cookie', () => expect(readColumnVisibility('{"imei":true}')).toEqual({ imei: true }));

  it.each([undefined, '', 'no json', '[]', '{"imei":"yes"}', 'null'])(
    'are the usual ones if the cookie is %s',
    (cookie) => {
      expect(readColumnVisibility(cookie)).toEqual({});
    },
  );

  it('can hide a usual column and show an unusual one, but never hide what names the row', () => {
    expect(isColumnVisible(column({}), { a: false })).toBe(false);
    expect(isColumnVisible(column({ isHiddenAtFirst: true }), { a: true })).toBe(true);
    expect(isColumnVisible(column({ isHiddenAtFirst: true }), {})).toBe(false);
    expect(isColumnVisible(column({ isRowHeader: true }), { a: false })).toBe(true);
  });
});
