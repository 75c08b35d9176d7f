import { describe, expect, it } from 'vitest';
import {
  readFolderSyncRequest,
  readFolderSyncResponse,
  writeFolderSyncRequest,
  writeFolderSyncResponse,
} from '@/lib/protocol/eas/folder-sync';
import { el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

describe('FolderSync', () => {
  it('is asked as on the wire', () => {
    expect(readFolderSyncRequest(vector('foldersync-initial-request'))).toEqual({ syncKey: '0' });
    expect(writeFolderSyncRequest({ syncKey: '0' })).toEqual(vector('foldersync-initial-request'));
  });

  it('is answered as on the wire', () => {
    const response = {
      status: 1,
      syncKey: '1',
      changes: {
        added: [
          { serverId: '5', parentId: '0', displayName: 'Inbox', type: 2 },
          { serverId: '1', parentId: '0', displayName: 'Calendar', type: 8 },
          { serverId: '2', parentId: '0', displayName: 'Contacts', type: 9 },
          { serverId: '12', parentId: '5', displayName: 'Entwürfe – Ωmega', type: 12 },
        ],
        updated: [],
        deleted: [],
      },
    } as const;
    expect(writeFolderSyncResponse(response)).toEqual(vector('foldersync-initial-response'));
    expect(readFolderSyncResponse(vector('foldersync-initial-response'))).toEqual(response);
  });

  it('counts every kind of change, and says so if there are none', () => {
    const folder = { serverId: '9', parentId: '0', displayName: 'Old', type: 12 } as const;
    const some = { status: 1, syncKey: '2', changes: { added: [], updated: [folder], deleted: ['7', '8'] } };
    const none = { status: 1, syncKey: '2', changes: { added: [], updated: [], deleted: [] } };
    expect(readFolderSyncResponse(writeFolderSyncResponse(some))).toEqual(some);
    expect(writeFolderSyncResponse(some).children[2]?.children[0]?.text).toBe('3');
    expect(writeFolderSyncResponse(none).children[2]?.children[0]?.text).toBe('0');
  });

  it('is refused with nothing but a status', () => {
    expect(writeFolderSyncResponse({ status: 142 })).toEqual(vector('foldersync-status-142'));
    expect(readFolderSyncResponse(vector('foldersync-status-142'))).toEqual({ status: 142 });
  });

  it.each([
    ['without a key', el('FolderHierarchy', 'FolderSync'), 'missing_element'],
    ['with an empty key', el('FolderHierarchy', 'FolderSync', [el('FolderHierarchy', 'SyncKey')]), 'missing_element'],
    [
      'with a key that is too long',
      el('FolderHierarchy', 'FolderSync', [el('FolderHierarchy', 'SyncKey', 'x'.repeat(65))]),
      'value_too_long',
    ],
    ['that is another document', el('FolderHierarchy', 'FolderCreate'), 'unexpected_document'],
  ])('is malformed %s', (_what, element, code) => {
    expect(() => readFolderSyncRequest(element)).toThrow(expect.objectContaining({ code, status: 10 }));
  });
});
