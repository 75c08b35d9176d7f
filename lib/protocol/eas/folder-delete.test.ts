import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFolderDeleteRequest,
  readFolderDeleteResponse,
  writeFolderDeleteRequest,
  writeFolderDeleteResponse,
} from '@/lib/protocol/eas/folder-delete';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { el } from '@/lib/protocol/wbxml/element';

const written = writeFolderDeleteRequest({ syncKey: '4', serverId: '23' });

describe('FolderDelete', () => {
  it('comes through in any order, with any values', () => {
    fc.assert(
      fc.property(fc.record({ syncKey: arbitrary.id, serverId: arbitrary.id }), (each) => {
        expect(readFolderDeleteRequest(inDisorder(overTheWire(writeFolderDeleteRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_204 },
    );
  });

  it.each([{ status: 1, syncKey: '5' }, { status: 3 }])('is answered with %o', (response) => {
    expect(readFolderDeleteResponse(overTheWire(writeFolderDeleteResponse(response)))).toEqual(response);
  });

  it.each(['SyncKey', 'ServerId'])('is malformed without %s', (name) => {
    const element = { ...written, children: written.children.filter((each) => each.name !== name) };
    expect(() => readFolderDeleteRequest(element)).toThrow(refused('missing_element', 10));
  });

  it('is malformed if an id is too long, and no other document', () => {
    const long = writeFolderDeleteRequest({ syncKey: '4', serverId: 'x'.repeat(65) });
    expect(() => readFolderDeleteRequest(long)).toThrow(refused('value_too_long', 10));
    const other = el('FolderHierarchy', 'FolderCreate', written.children);
    expect(() => readFolderDeleteRequest(other)).toThrow(refused('unexpected_document', 10));
    expect(() => readFolderDeleteResponse(other)).toThrow(refused('unexpected_document', 10));
  });
});
