import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FolderCreateRequest,
  readFolderCreateRequest,
  readFolderCreateResponse,
  writeFolderCreateRequest,
  writeFolderCreateResponse,
} from '@/lib/protocol/eas/folder-create';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { el, type EasElement } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request: FolderCreateRequest = { syncKey: '3', parentId: '5', displayName: 'Projects', type: 12 };
const written = writeFolderCreateRequest(request);

const without = (name: string): EasElement => ({
  ...written,
  children: written.children.filter((each) => each.name !== name),
});
const withType = (type: number | string): EasElement => ({
  ...without('Type'),
  children: [...without('Type').children, el('FolderHierarchy', 'Type', type)],
});

describe('FolderCreate', () => {
  it('is asked and answered as on the wire', () => {
    expect(readFolderCreateRequest(vector('foldercreate-request'))).toEqual(request);
    expect(written).toEqual(vector('foldercreate-request'));
    const response = { status: 1, syncKey: '4', serverId: '23' };
    expect(writeFolderCreateResponse(response)).toEqual(vector('foldercreate-response'));
    expect(readFolderCreateResponse(vector('foldercreate-response'))).toEqual(response);
  });

  it('comes through in any order, with any values', () => {
    const requests = fc.record({
      syncKey: arbitrary.id,
      parentId: arbitrary.id,
      displayName: arbitrary.text(256),
      type: fc.constantFrom(1, 12, 13, 14, 15, 16, 17),
    });
    fc.assert(
      fc.property(requests as fc.Arbitrary<FolderCreateRequest>, (each) => {
        expect(readFolderCreateRequest(inDisorder(overTheWire(writeFolderCreateRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_202 },
    );
  });

  it('tolerates the empty ServerId of BlackBerry', () => {
    const element = { ...written, children: [el('FolderHierarchy', 'ServerId'), ...written.children] };
    expect(readFolderCreateRequest(element)).toEqual(request);
  });

  it('fails with nothing but a status', () => {
    expect(readFolderCreateResponse(writeFolderCreateResponse({ status: 2 }))).toEqual({ status: 2 });
    expect(writeFolderCreateResponse({ status: 2 }).children).toHaveLength(1);
  });

  it.each(['SyncKey', 'ParentId', 'DisplayName', 'Type'])('is malformed without %s', (name) => {
    expect(() => readFolderCreateRequest(without(name))).toThrow(refused('missing_element', 10));
  });

  it.each([2, 7, 11, 18, 19, 0])('may not make a folder of type %s', (type) => {
    expect(() => readFolderCreateRequest(withType(type))).toThrow(refused('out_of_range', 10));
  });

  it.each([
    ['a type that is no number', withType('mail'), 'invalid_value'],
    [
      'a name of 257 characters',
      writeFolderCreateRequest({ ...request, displayName: 'x'.repeat(257) }),
      'value_too_long',
    ],
    [
      'a parent id of 65 characters',
      writeFolderCreateRequest({ ...request, parentId: 'x'.repeat(65) }),
      'value_too_long',
    ],
    ['another document', el('FolderHierarchy', 'FolderUpdate', written.children), 'unexpected_document'],
    [
      'elements of another namespace',
      el('FolderHierarchy', 'FolderCreate', [el('AirSync', 'SyncKey', '1')]),
      'missing_element',
    ],
  ] as const)('is malformed with %s', (_what, element, code) => {
    expect(() => readFolderCreateRequest(element)).toThrow(refused(code, 10));
  });

  it('is not answered by another document', () => {
    expect(() => readFolderCreateResponse(vector('foldersync-status-142'))).toThrow(refused('unexpected_document', 10));
  });
});
