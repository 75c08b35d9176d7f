import { describe, expect, it } from 'vitest';
import { type CodePage, codePages, findDecodePage, findEncodePage } from '@/lib/protocol/wbxml/code-pages';

const pages: [string, CodePage][] = Object.entries(codePages);

describe('code pages', () => {
  it('are numbered without gaps from 0 to 25, so that a number finds its page', () => {
    expect(pages.map(([, { page }]) => page)).toEqual(Array.from({ length: 26 }, (_each, index) => index));
  });

  it('hold 586 elements in use, 14 of 2.5 alone and 56 of older versions', () => {
    const count = (key: 'tags' | 'formerTags' | 'legacyTags') =>
      pages.reduce((sum, [, page]) => sum + Object.keys(page[key] ?? {}).length, 0);
    expect([count('tags'), count('formerTags'), count('legacyTags')]).toEqual([586, 14, 56]);
  });

  it.each(pages)('%s gives every element a token of its own that fits beside the content bit', (_name, page) => {
    const tokens = [page.tags, page.formerTags ?? {}, page.legacyTags].flatMap((tags) => Object.values(tags));
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(Math.min(...tokens)).toBeGreaterThanOrEqual(0x05);
    expect(Math.max(...tokens)).toBeLessThanOrEqual(0x3f);
  });

  it('read elements of older versions and do not write them', () => {
    expect(findDecodePage(14)?.names[0x12]).toBe('DocumentBrowseEnabled');
    expect(findEncodePage('Provision')?.tokens.has('DocumentBrowseEnabled')).toBe(false);
  });

  it('read and write what only 2.5 has', () => {
    expect(findDecodePage(2)?.names[0x0e]).toBe('BodyTruncated');
    expect(findEncodePage('Email')?.tokens.get('BodyTruncated')).toBe(0x0e);
  });

  it('know the tokens that products are known to disagree about', () => {
    expect(codePages.Provision.tags).toMatchObject({ AllowBluetooth: 0x24, AccountOnlyRemoteWipe: 0x3b, Hash: 0x3a });
    expect(codePages.Find.tags).toMatchObject({ MaxPictures: 0x20, MaxSize: 0x21, Picture: 0x22 });
    expect(codePages.Tasks.tags).toMatchObject({ DueDate: 0x0c, UtcDueDate: 0x0d });
  });

  it('have no page beyond the last', () => expect(findDecodePage(0xfe)).toBeUndefined());
});
