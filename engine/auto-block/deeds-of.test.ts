import { describe, expect, it } from 'vitest';
import { deedsOf } from '@/engine/auto-block/deeds-of';
import { el } from '@/lib/protocol/wbxml/element';

const sync = (...collections: [id: string, key: string][]) =>
  el('AirSync', 'Sync', [
    el(
      'AirSync',
      'Collections',
      collections.map(([id, key]) =>
        el('AirSync', 'Collection', [el('AirSync', 'SyncKey', key), el('AirSync', 'CollectionId', id)]),
      ),
    ),
  ]);
const keysOf = (document: ReturnType<typeof sync> | undefined) =>
  deedsOf('Sync', document)
    .filter(({ kind }) => kind === 'sameSyncKey')
    .map(({ subject }) => subject);
const folderSync = (key: string) => el('FolderHierarchy', 'FolderSync', [el('FolderHierarchy', 'SyncKey', key)]);

describe('what a request counts as', () => {
  it('is a Sync with the same key only for the same folder and the same key', () => {
    const [first] = keysOf(sync(['inbox', '7']));
    expect(keysOf(sync(['inbox', '7'], ['inbox', '7']))).toEqual([first]);
    expect(keysOf(sync(['sent', '3'], ['inbox', '7']))).toContain(first);
    for (const other of [sync(['inbox', '8']), sync(['sent', '7']), sync(['inbox7', ''])]) {
      expect(keysOf(other)).not.toContain(first);
    }
  });

  it('is a repetition for a Sync without a body', () => expect(keysOf(undefined)).toHaveLength(1));

  it('is bounded, whatever the device sends', () => {
    const many = Array.from({ length: 1000 }, (_each, index): [string, string] => [`${index}`, 'x'.repeat(1000)]);
    expect(keysOf(sync(...many)).length).toBeLessThanOrEqual(50);
    expect(Math.max(...keysOf(sync(...many)).map(({ length }) => length))).toBeLessThan(30);
  });

  it('is starting over for a FolderSync with key 0 alone', () => {
    const kinds = (key: string) => deedsOf('FolderSync', folderSync(key)).map(({ kind }) => kind);
    expect(kinds('0')).toEqual(['anyCommand', 'folderRestart']);
    expect(kinds('1')).toEqual(['anyCommand']);
  });

  it.each(['SendMail', 'SmartReply', 'SmartForward'] as const)('is sending for %s', (command) => {
    expect(deedsOf(command, undefined).map(({ kind }) => kind)).toEqual(['anyCommand', 'sendMail']);
  });

  it('is provisioning for Provision, and a request for everything', () => {
    expect(deedsOf('Provision', undefined).map(({ kind }) => kind)).toEqual(['anyCommand', 'provision']);
    expect(deedsOf('Ping', undefined).map(({ kind }) => kind)).toEqual(['anyCommand']);
  });
});
