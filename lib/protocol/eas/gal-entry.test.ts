import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type GalEntry, readGalEntry, writeGalEntry } from '@/lib/protocol/eas/gal-entry';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { el } from '@/lib/protocol/wbxml/element';

const { id, maybe, uint, bytes } = arbitrary;

const entries: fc.Arbitrary<GalEntry> = fc.record({
  displayName: maybe(id),
  phone: maybe(id),
  office: maybe(id),
  title: maybe(id),
  company: maybe(id),
  alias: maybe(id),
  firstName: maybe(id),
  lastName: maybe(id),
  homePhone: maybe(id),
  mobilePhone: maybe(id),
  emailAddress: maybe(id),
  picture: maybe(fc.record({ status: uint, data: maybe(bytes) })),
});

it('comes through with any values, whatever their order', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const properties = overTheWire(el('Search', 'Properties', writeGalEntry(entry))).children;
      expect(readGalEntry(properties)).toEqual(entry);
      expect(readGalEntry(properties.toReversed())).toEqual(entry);
    }),
    { seed: 20_260_220 },
  );
});

it('leaves out what is empty', () => expect(writeGalEntry({ displayName: '', phone: '' })).toEqual([]));

it('takes a photo sent as base64 text', () => {
  const picture = el('Gal', 'Picture', [el('Gal', 'Status', 1), el('Gal', 'Data', 'AQID')]);
  expect(readGalEntry([picture]).picture).toEqual({ status: 1, data: Buffer.from([1, 2, 3]) });
});
