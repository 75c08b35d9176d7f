import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFolderState, folderChanges, marksOf, toFolderState } from './folder-state';
import { openCollection } from './generations';
import { hierarchyChanges, toHierarchy } from './hierarchy-state';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { fromMark, toMark } from './message-marks';
import { messageUids, toMessageSet } from './message-set';

const uids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }));
const marks = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom<string[]>('', 'R', 'RF', 'RA work', 'F a b')),
  { selector: ([uid]) => uid },
);

describe('a set of messages', () => {
  it('gives back what was put in, ascending', () => {
    fc.assert(
      fc.property(uids, (list) => {
        expect([...messageUids(toMessageSet(list))]).toEqual(list.toSorted((a, b) => a - b));
      }),
    );
  });

  it('stays short where uids are in a row', () => {
    expect(toMessageSet(Array.from({ length: 100_000 }, (_each, index) => index + 1))).toBe('1:100000');
    expect(toMessageSet([7, 3, 4, 5, 9])).toBe('3:5,7,9');
    expect(toMessageSet([])).toBe('');
  });
});

describe('changes of a folder', () => {
  it('lead from any state to any other', () => {
    fc.assert(
      fc.property(marks, marks, (before, after) => {
        const from = new Map(before);
        const to = new Map(after);
        const { added, removed, marked } = folderChanges(from, to);
        for (const uid of removed) from.delete(uid);
        for (const uid of added) from.set(uid, to.get(uid) ?? '');
        for (const { uid, mark } of marked) from.set(uid, mark);
        expect(from).toEqual(to);
      }),
    );
  });

  it('are stored and read back without loss', () => {
    fc.assert(
      fc.property(marks, (list) => {
        const state = toFolderState(new Map(list), { validity: '1', token: 't' });
        expect(marksOf(state)).toEqual(new Map(list));
      }),
    );
  });

  it('bring the newest mail first', () => {
    const after = new Map([3, 9, 5].map((uid) => [uid, ''] as const));
    expect(folderChanges(new Map(), after).added).toEqual([9, 5, 3]);
  });
});

describe('a mark', () => {
  const marksOfMessage = fc.record({
    isRead: fc.boolean(),
    isFlagged: fc.boolean(),
    isAnswered: fc.boolean(),
    isDraft: fc.boolean(),
    keywords: fc.uniqueArray(fc.constantFrom('$FollowUpDone', '$Forwarded', '$Junk', 'work', 'home_office')),
  });

  it('is all that a device shows: read back, it is the same mark', () => {
    fc.assert(
      fc.property(marksOfMessage, fc.constantFrom(...protocolVersions), (marks, version) => {
        const mark = toMark({ ...marks, keywords: marks.keywords.toSorted() }, version);
        expect(toMark(fromMark(mark), version)).toBe(mark);
      }),
    );
  });

  it('does not change by what a device does not show', () => {
    const plain = { isRead: true, isFlagged: false, isAnswered: false, isDraft: false, keywords: [] };
    expect(toMark({ ...plain, keywords: ['$Junk', 'NonJunk'] }, '16.1')).toBe(toMark(plain, '16.1'));
    expect(toMark({ ...plain, isAnswered: true, keywords: ['work'] }, '12.1')).toBe(toMark(plain, '12.1'));
    expect(toMark({ ...plain, isAnswered: true }, '14.0')).not.toBe(toMark(plain, '14.0'));
  });
});

describe('a key', () => {
  const collection = { syncKey: 5, state: 'now', previous: 'before', options: null, outcome: null, repeats: 0 };

  it.each([
    ['0', 'first'],
    ['5', 'confirmed'],
    ['4', 'repeated'],
    ['3', 'unknown'],
    ['6', 'unknown'],
    ['05', 'unknown'],
    ['5.0', 'unknown'],
    ['-1', 'unknown'],
    ['99999999999', 'unknown'],
    ['x', 'unknown'],
  ])('%s is %s', (key, kind) => expect(openCollection(collection, key).kind).toBe(kind));

  it('of a state that cannot be read, or of none, leads to a new start', () => {
    expect(openCollection(null, '1').kind).toBe('unknown');
    expect(openCollection({ ...collection, state: null }, '5').kind).toBe('unknown');
    expect(openCollection({ ...collection, previous: null }, '4').kind).toBe('unknown');
    expect(marksOf(emptyFolderState).size).toBe(0);
  });
});

describe('the folder hierarchy', () => {
  const folder = { id: 'a', parentId: null, name: 'A', kind: 'mail' } as const;

  it('names what is new, moved, renamed and gone', () => {
    const before = toHierarchy([folder, { ...folder, id: 'b' }, { ...folder, id: 'c' }]);
    const after = toHierarchy([folder, { ...folder, id: 'b', name: 'B' }, { ...folder, id: 'd', parentId: 'a' }]);
    expect(hierarchyChanges(before, after)).toEqual({
      added: [{ serverId: 'd', parentId: 'a', displayName: 'A', type: 12 }],
      updated: [{ serverId: 'b', parentId: '0', displayName: 'B', type: 12 }],
      deleted: ['c'],
    });
  });
});
