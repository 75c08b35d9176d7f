import { describe, expect, it } from 'vitest';
import { append, list, makeFolder, never, refusal, type SignIn, uidsIn } from './signed-in-backend';

/** How a back end lists and changes folders. */
export function describeFolders(name: string, signIn: SignIn): void {
  describe(`${name} keeps the contract of back ends: folders`, () => {
    it('lists folders with parents first, one of each kind and ids that a phone can take', async () => {
      const { backend, account } = await signIn();
      const folders = await backend.listFolders(account, never);
      const seen = new Set<string>();
      for (const { id, parentId } of folders) {
        expect(id).toMatch(/^[A-Za-z0-9._-]{1,40}$/);
        expect(seen.has(id)).toBe(false);
        expect(parentId === null || seen.has(parentId)).toBe(true);
        seen.add(id);
      }
      const kinds = folders.map(({ kind }) => kind).filter((kind) => kind !== 'mail');
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(await backend.listFolders(account, never)).toEqual(folders);
    });

    it('makes folders, with any name and inside each other, and lists them', async () => {
      const under = await signIn();
      const outer = await makeFolder(under, 'Förderung & Co');
      const inner = await makeFolder(under, '日本', outer.id);
      expect(outer).toMatchObject({ name: 'Förderung & Co', parentId: null, kind: 'mail' });
      const folders = await under.backend.listFolders(under.account, never);
      expect(folders).toContainEqual(outer);
      expect(folders).toContainEqual(inner);
      expect(inner.parentId).toBe(outer.id);
      expect(await uidsIn(under, inner.id)).toEqual([]);
    });

    it('does not make a folder twice, nor inside one that is not there', async () => {
      const under = await signIn();
      const made = await makeFolder(under, 'Once');
      await expect(makeFolder(under, 'Once')).rejects.toMatchObject(refusal('exists'));
      await expect(makeFolder(under, 'Twice', 'no-such-folder')).rejects.toMatchObject(refusal('target_missing'));
      await makeFolder(under, 'Once', made.id);
    });

    it('renames and moves a folder, which keeps its id, its messages and what is inside', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const target = await makeFolder(under, 'Target');
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      const uid = await append(under, inner.id);
      const { validity } = await list(under, inner.id);
      await backend.changeFolder({ account, folderId: outer.id, name: 'Äußeres', parentId: target.id }, never);
      const folders = await backend.listFolders(account, never);
      expect(folders).toContainEqual({ ...outer, name: 'Äußeres', parentId: target.id });
      expect(folders).toContainEqual(inner);
      expect(await list(under, inner.id)).toMatchObject({ validity, messages: [{ uid }] });
      await backend.changeFolder({ account, folderId: outer.id, name: 'Outer', parentId: null }, never);
      expect(await backend.listFolders(account, never)).toContainEqual(outer);
    });

    it('gives a new folder another id than the renamed one that had its name', async () => {
      const under = await signIn();
      const { backend, account } = under;
      const first = await makeFolder(under, 'Name');
      const uid = await append(under, first.id);
      await backend.changeFolder({ account, folderId: first.id, name: 'Other name', parentId: null }, never);
      const second = await makeFolder(under, 'Name');
      expect(second.id).not.toBe(first.id);
      expect(await uidsIn(under, first.id)).toEqual([uid]);
      expect(await uidsIn(under, second.id)).toEqual([]);
    });

    it('does not rename what is not there, to what is there, into itself or a special folder', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      await makeFolder(under, 'Taken');
      const change = (folderId: string, to: string, parentId: string | null) =>
        backend.changeFolder({ account, folderId, name: to, parentId }, never);
      await expect(change('no-such-folder', 'New', null)).rejects.toMatchObject(refusal('missing'));
      await expect(change(outer.id, 'Taken', null)).rejects.toMatchObject(refusal('exists'));
      await expect(change(outer.id, 'New', 'no-such-folder')).rejects.toMatchObject(refusal('target_missing'));
      await expect(change(outer.id, 'New', inner.id)).rejects.toMatchObject(refusal('refused'));
      await expect(change(inboxId, 'New', null)).rejects.toMatchObject(refusal('refused'));
    });

    it('deletes a folder with everything in it, but no special one', async () => {
      const under = await signIn();
      const { backend, account, inboxId } = under;
      const outer = await makeFolder(under, 'Outer');
      const inner = await makeFolder(under, 'Inner', outer.id);
      await append(under, inner.id);
      await backend.deleteFolder({ account, folderId: outer.id }, never);
      const ids = (await backend.listFolders(account, never)).map(({ id }) => id);
      expect(ids).not.toContain(outer.id);
      expect(ids).not.toContain(inner.id);
      expect(await backend.listMessages({ account, folderId: inner.id }, never)).toBeNull();
      const again = backend.deleteFolder({ account, folderId: outer.id }, never);
      await expect(again).rejects.toMatchObject(refusal('missing'));
      await expect(backend.deleteFolder({ account, folderId: inboxId }, never)).rejects.toMatchObject(
        refusal('refused'),
      );
    });

    it('knows nothing of a folder that does not exist', async () => {
      const { backend, account } = await signIn();
      const query = { account, folderId: 'no-such-folder' };
      expect(await backend.listMessages(query, never)).toBeNull();
      expect(await backend.fetchHeads({ ...query, uids: [1] }, never)).toEqual([]);
      expect(await backend.fetchPart({ ...query, uid: 1, path: '', limitBytes: 10 }, never)).toBeNull();
      expect(await backend.fetchTexts({ ...query, wishes: [] }, never)).toEqual(new Map());
      expect(await backend.folderTokens(account, ['no-such-folder'], never)).toEqual(new Map());
    });
  });
}
