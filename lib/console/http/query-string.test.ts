import { describe, expect, it } from 'vitest';
import { queryString, rawQuery, readQuery, writeQuery } from '@/lib/console/http/query-string';
import { DeviceListQuery } from '@/lib/domain/devices/contract';

const throughAddress = (text: string) => readQuery(DeviceListQuery, rawQuery(new URLSearchParams(text)));

describe('the query of a page in its address', () => {
  it('is empty for the plain list, so that the address stays short', () => {
    expect(writeQuery(DeviceListQuery, DeviceListQuery.parse({}))).toBe('');
  });

  it('comes back from the address as it was', () => {
    const query = DeviceListQuery.parse({
      search: 'a&b=ü, c',
      state: ['silent', 'blocked'],
      deviceType: ['iPhone, black'],
      sort: '-mailbox',
      limit: 20,
      cursor: 'abc',
    });
    expect(throughAddress(writeQuery(DeviceListQuery, query))).toEqual(query);
  });

  it('joins a list by commas', () => {
    expect(queryString({ state: ['silent', 'blocked'] })).toBe('?state=silent,blocked');
  });

  it('keeps a part that holds a comma in one piece', () => {
    expect(throughAddress(queryString({ deviceType: ['a,b'] })).deviceType).toEqual(['a,b']);
    expect(throughAddress(queryString({ deviceType: ['a,b', 'c'] })).deviceType).toEqual(['a,b', 'c']);
  });

  it('leaves out what is not understood and keeps the rest', () => {
    expect(throughAddress('?sort=nonsense&state=what&search=anna&limit=-4&unknown=1')).toEqual({
      ...DeviceListQuery.parse({}),
      search: 'anna',
    });
  });
});
