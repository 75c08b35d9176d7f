import { describe, expect, it } from 'vitest';
import type { FolderKind } from './contract';
import { folderIdFor } from './folder-id';
import { type FolderRow, reconcileFolders, renamedRows } from './reconcile-folders';

const now = new Date('2026-03-01T12:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const found = (...paths: string[]) => paths.map((path) => ({ path, delimiter: '/', kind: 'mail' as FolderKind }));
const ids = (rows: readonly FolderRow[]) => Object.fromEntries(rows.map(({ path, folderId }) => [path, folderId]));

describe('ids of folders', () => {
  it('come from the path, and stay', () => {
    const first = reconcileFolders([], found('INBOX', 'A'), now);
    expect(ids(first.rows)).toEqual({ INBOX: folderIdFor('inbox'), A: folderIdFor('A') });
    expect(first.isChanged).toBe(true);
    expect(reconcileFolders(first.rows, found('A', 'INBOX'), later(1)).isChanged).toBe(false);
  });

  it('move with a renamed folder and what is inside, not with others that begin alike', () => {
    const { rows } = reconcileFolders([], found('A', 'A/B', 'AB'), now);
    const renamed = renamedRows(rows, { from: 'A', to: 'C/A', delimiter: '/' });
    expect(ids(renamed)).toEqual({ 'C/A': folderIdFor('A'), 'C/A/B': folderIdFor('A/B'), AB: folderIdFor('AB') });
  });

  it('are another one for a new folder where a renamed one was', () => {
    const { rows } = reconcileFolders([], found('A'), now);
    const renamed = renamedRows(rows, { from: 'A', to: 'B', delimiter: '/' });
    const again = reconcileFolders(renamed, found('A', 'B'), now);
    expect(ids(again.rows)['B']).toBe(folderIdFor('A'));
    expect(ids(again.rows)['A']).toBe(folderIdFor('A', 1));
    const swapped = renamedRows(renamedRows(again.rows, { from: 'B', to: 'X', delimiter: '/' }), {
      from: 'A',
      to: 'B',
      delimiter: '/',
    });
    expect(ids(swapped)).toEqual({ X: folderIdFor('A'), B: folderIdFor('A', 1) });
  });

  it('survive a rename that another front end saw halfway', () => {
    const { rows } = reconcileFolders([], found('A'), now);
    const halfway = reconcileFolders(rows, found('B'), now).rows;
    expect(ids(halfway)).toMatchObject({ A: folderIdFor('A'), B: folderIdFor('B') });
    const renamed = renamedRows(halfway, { from: 'A', to: 'B', delimiter: '/' });
    expect(renamed).toMatchObject([{ path: 'B', folderId: folderIdFor('A'), goneAt: null }]);
  });

  it('are forgotten a day after the folder is gone', () => {
    const { rows } = reconcileFolders([], found('A', 'B'), now);
    const gone = reconcileFolders(rows, found('A'), now);
    expect(gone.rows).toHaveLength(2);
    expect(reconcileFolders(gone.rows, found('A'), later(1)).isChanged).toBe(false);
    expect(reconcileFolders(gone.rows, found('A', 'B'), later(1)).rows).toMatchObject([{}, { goneAt: null }]);
    expect(reconcileFolders(gone.rows, found('A'), later(25)).rows).toHaveLength(1);
  });

  it('note a kind that is detected anew and keep the one that was chosen', () => {
    const { rows } = reconcileFolders([], found('A'), now);
    const chosen = rows.map((row) => ({ ...row, chosenKind: 'sent' as const }));
    const seen = reconcileFolders(chosen, [{ path: 'A', delimiter: '/', kind: 'trash' }], now);
    expect(seen).toMatchObject({ isChanged: true, rows: [{ detectedKind: 'trash', chosenKind: 'sent' }] });
  });
});
