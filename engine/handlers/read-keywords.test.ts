import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeywords } from './read-keywords';

describe('what people type to search for mail', () => {
  it.each([
    ['budget', { words: ['budget'] }],
    ['budget 2026', { words: ['budget', '2026'] }],
    ['"annual budget" katrin', { words: ['annual budget', 'katrin'] }],
    ['from:katrin budget', { words: ['budget'], from: 'katrin' }],
    ['subject:"annual budget"', { words: [], subject: 'annual budget' }],
    ['to:bert AND hasattachment:true', { words: [], to: 'bert', hasAttachment: true }],
    ['isread:false', { words: [], isUnread: true }],
    ['bud*', { words: ['bud'] }],
    ['received>=2026-03-01', { words: [], receivedAfter: new Date('2026-03-01') }],
    [
      'received:2026-03-01',
      { words: [], receivedAfter: new Date('2026-03-01'), receivedBefore: new Date('2026-03-02') },
    ],
    // No property that is known: it is looked for as it stands.
    ['ticket:4711', { words: ['ticket:4711'] }],
    ['received:yesterday', { words: ['received:yesterday'] }],
    ['Grüße', { words: ['Grüße'] }],
    ['', { words: [] }],
  ])('%j', (line, search) => expect(readKeywords(line)).toEqual(search));

  it('never comes to more than a mail server should be asked, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (line) => {
        const { words } = readKeywords(line);
        expect(words.length).toBeLessThanOrEqual(16);
        expect(words.every((word) => word !== '')).toBe(true);
      }),
    );
  });
});
