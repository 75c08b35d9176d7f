'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { FolderEffect } from '@/components/mailboxes/folder-effect';
import { FolderRow } from '@/components/mailboxes/folder-row';
import { folderTree } from '@/components/mailboxes/folder-tree';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { chooseFolderRolesMutation, folderQueries } from '@/lib/console/folders/queries';
import { ApiProblem } from '@/lib/console/http/api-problem';
import {
  ChoosableFolderRole,
  effectiveRoles,
  type FolderRole,
  type MailboxFolder,
  type MailboxFolders,
} from '@/lib/domain/folders/contract';

interface FolderFormProps {
  view: MailboxFolders;
  canManage: boolean;
  /** The folders have changed: they are to be read again. */
  onStale: () => void;
}

/** The tree of folders with the role of each, and what a change of roles means for phones before it is saved. */
export function FolderForm({ view, canManage, onStale }: FolderFormProps) {
  const t = useTranslations('mailbox.folders');
  const announce = useAnnounce();
  const queryClient = useQueryClient();
  const choose = useMutation(chooseFolderRolesMutation);
  const [draft, setDraft] = useState<ReadonlyMap<string, FolderRole | null>>(new Map());
  const drafted = view.folders.map((folder) => withDraft(folder, draft));
  const roles = effectiveRoles(drafted);
  const before = effectiveRoles(view.folders);
  const changed = view.folders.filter(({ path }) => before.get(path) !== roles.get(path));
  const isDirty = drafted.some(({ chosenRole }, index) => chosenRole !== view.folders[index]?.chosenRole);

  function handleChoose(path: string, role: FolderRole | null) {
    // A role is given to one folder: whoever had it by choice gives it up.
    const others = drafted.filter((one) => role !== null && role !== 'mail' && one.chosenRole === role);
    setDraft(new Map([...draft, ...others.map((one) => [one.path, null] as const), [path, role]]));
  }
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    choose.mutate(
      { mailboxId: view.mailboxId, revision: view.revision, choices: drafted.flatMap(choiceOf) },
      {
        onSuccess: (saved) => {
          queryClient.setQueryData(folderQueries.ofMailbox(view.mailboxId).queryKey, saved);
          setDraft(new Map());
          announce(t('done'));
        },
        onError: (error) => {
          if (!(error instanceof ApiProblem && error.code === 'folders_changed_meanwhile')) return;
          // What was chosen was chosen for other folders.
          setDraft(new Map());
          onStale();
        },
      },
    );
  }
  return (
    <form onSubmit={handleSubmit}>
      <ul aria-label={t('title')}>
        {folderTree(drafted).map(({ folder, depth }) => (
          <FolderRow
            key={folder.path}
            folder={folder}
            depth={depth}
            role={roles.get(folder.path) ?? 'mail'}
            onChoose={canManage ? (role) => handleChoose(folder.path, role) : undefined}
          />
        ))}
      </ul>
      {choose.error && (
        <div className="px-4 pt-4">
          <ProblemNotice error={choose.error} title={t('saveFailed')} />
        </div>
      )}
      {isDirty && (
        <div className="flex flex-col gap-3 border-t border-line p-4">
          <FolderEffect
            changes={changed.map(({ path }) => ({
              path,
              from: before.get(path) ?? 'mail',
              to: roles.get(path) ?? 'mail',
            }))}
            deviceCount={view.deviceCount}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" isPending={choose.isPending}>
              {t('save')}
            </Button>
            <Button onClick={() => setDraft(new Map())}>{t('discard')}</Button>
          </div>
        </div>
      )}
    </form>
  );
}

const withDraft = (folder: MailboxFolder, draft: ReadonlyMap<string, FolderRole | null>): MailboxFolder => {
  const chosen = draft.get(folder.path);
  return chosen === undefined ? folder : { ...folder, chosenRole: chosen };
};

function choiceOf({ path, chosenRole }: MailboxFolder) {
  const role = ChoosableFolderRole.safeParse(chosenRole);
  return role.success ? [{ path, role: role.data }] : [];
}
