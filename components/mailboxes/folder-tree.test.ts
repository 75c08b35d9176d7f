import { expect, it } from 'vitest';
import { folderTree } from '@/components/mailboxes/folder-tree';
import type { FolderRole, MailboxFolder } from '@/lib/domain/folders/contract';

const folder = (path: string, parentPath: string | null, detectedRole: FolderRole = 'mail'): MailboxFolder => ({
  path,
  name: path,
  parentPath,
  detectedRole,
  chosenRole: null,
});

it('a folder stands below the one that it is in, and the Inbox first of all', () => {
  const folders = [
    folder('A', null),
    folder('A/B', 'A'),
    folder('A/B/C', 'A/B'),
    folder('INBOX', null, 'inbox'),
    folder('Z', null),
  ];
  expect(folderTree(folders).map((each) => [each.folder.path, each.depth])).toEqual([
    ['INBOX', 0],
    ['A', 0],
    ['A/B', 1],
    ['A/B/C', 2],
    ['Z', 0],
  ]);
});
