import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFolderUpdateRequest,
  readFolderUpdateResponse,
  writeFolderUpdateRequest,
  writeFolderUpdateResponse,
} from '@/lib/protocol/eas/folder-update';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { el } from '@/lib/protocol/wbxml/element';

const request = { syncKey: '4', serverId: '23', parentId: '0', displayName: 'Old projects' };
const written = writeFolderUpdateRequest(request);

describe('FolderUpdate', () => {
  it('comes through in any order, with any values', () => {
    const { id, text } = arbitrary;
    fc.assert(
      fc.property(fc.record({ syncKey: id, serverId: id, parentId: id, displayName: text(256) }), (each) => {
        expect(readFolderUpdateRequest(inDisorder(overTheWire(writeFolderUpdateRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_203 },
    );
  });

  it.each([{ status: 1, syncKey: '5' }, { status: 4 }])('is answered with %o', (response) => {
    expect(readFolderUpdateResponse(overTheWire(writeFolderUpdateResponse(response)))).toEqual(response);
  });

  it.each(['SyncKey', 'ServerId', 'ParentId', 'DisplayName'])('is malformed without %s', (name) => {
    const element = { ...written, children: written.children.filter((each) => each.name !== name) };
    expect(() => readFolderUpdateRequest(element)).toThrow(refused('missing_element', 10));
  });

  it.each([
    [{ ...request, displayName: 'x'.repeat(257) }],
    [{ ...request, serverId: 'x'.repeat(65) }],
    [{ ...request, parentId: 'x'.repeat(65) }],
    [{ ...request, syncKey: 'x'.repeat(65) }],
  ])('is malformed if a value is too long', (each) => {
    expect(() => readFolderUpdateRequest(writeFolderUpdateRequest(each))).toThrow(refused('value_too_long', 10));
  });

  it('is no other document', () => {
    const other = el('FolderHierarchy', 'FolderDelete', written.children);
    expect(() => readFolderUpdateRequest(other)).toThrow(refused('unexpected_document', 10));
    expect(() => readFolderUpdateResponse(other)).toThrow(refused('unexpected_document', 10));
  });
});
