'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { GroupConflict } from '@/components/people/group-conflict';
import { GroupPreview } from '@/components/people/group-preview';
import { patternLines, type PatternLines } from '@/components/people/pattern-lines';
import { FormDialog } from '@/components/patterns/form-dialog';
import { useAnnounce } from '@/components/ui/announcer';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { ApiProblem } from '@/lib/console/http/api-problem';
import { createGroupMutation, mailboxQueries, updateGroupMutation } from '@/lib/console/mailboxes/queries';
import { GroupInput, type GroupView } from '@/lib/domain/mailboxes/contract';

interface GroupFormDialogProps {
  /** The group that is changed; without it a new one is made. */
  group?: GroupView;
  onClose: () => void;
}

/** Makes a group, or changes its name and its patterns; whom the patterns match stands below them while they are written. */
export function GroupFormDialog({ group, onClose }: GroupFormDialogProps) {
  const t = useTranslations(group ? 'people.groups.edit' : 'people.groups.create');
  const fields = useTranslations('people.groups');
  const announce = useAnnounce();
  const create = useMutation(createGroupMutation);
  const update = useMutation(updateGroupMutation);
  const [name, setName] = useState(group?.name ?? '');
  const [text, setText] = useState(group?.patterns.join('\n') ?? '');
  const [isTried, setIsTried] = useState(false);
  const { base, newer, follow } = useSeenGroup(group);
  const isBehind = newer !== null && !update.isPending && !update.isSuccess;
  const lines = patternLines(text);
  const isNameRight = GroupInput.shape.name.safeParse(name).success;
  const isRight = isNameRight && lines.wrong === null && !lines.isTooMany;
  const problem = usePatternProblem(lines);
  const onSuccess = (saved: GroupView) => {
    announce(t('done', { group: saved.name }));
    onClose();
  };

  function submit() {
    setIsTried(true);
    if (!isRight) return;
    const body = { name, patterns: lines.patterns };
    if (base) update.mutate({ groupId: base.id, version: base.version, ...body }, { onSuccess });
    else create.mutate(body, { onSuccess });
  }
  function goOn(taken?: GroupView) {
    follow();
    update.reset();
    if (!taken) return;
    setName(taken.name);
    setText(taken.patterns.join('\n'));
  }
  return (
    <FormDialog
      title={t('title', { group: group?.name ?? '' })}
      description={t('effect')}
      actionLabel={t('action')}
      size="lg"
      isActionDisabled={isBehind}
      isPending={create.isPending || update.isPending}
      error={create.error ?? (isBehind && isChangedMeanwhile(update.error) ? null : update.error)}
      onClose={onClose}
      onSubmit={submit}
    >
      {isBehind && <GroupConflict latest={newer} onKeep={() => goOn()} onDrop={() => goOn(newer)} />}
      <Field label={fields('name')} error={isTried && !isNameRight && fields('nameProblem')} isRequired>
        <TextInput autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={fields('patterns')} hint={fields('patternsHint')} error={isTried && problem} isRequired={false}>
        <Textarea
          rows={5}
          className="font-mono"
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          placeholder="*@sales.example.com"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {problem ? (
        !isTried && <p className="text-muted">{problem}</p>
      ) : (
        <GroupPreview groupId={group?.id ?? null} patterns={lines.patterns} />
      )}
    </FormDialog>
  );
}

/** The group as it was when one began, and as somebody else has saved it since; null: nobody has. */
function useSeenGroup(group: GroupView | undefined) {
  const [base, setBase] = useState(group);
  const { data } = useQuery({ ...mailboxQueries.groups(), enabled: group !== undefined });
  const latest = data?.groups.find(({ id }) => id === base?.id);
  const newer = base && latest && latest.version > base.version ? latest : null;
  return { base, newer, follow: () => newer && setBase(newer) };
}

const isChangedMeanwhile = (error: Error | null) =>
  error instanceof ApiProblem && error.code === 'group_changed_meanwhile';

function usePatternProblem({ wrong, isTooMany }: PatternLines): string | null {
  const t = useTranslations('people.groups');
  if (wrong !== null) return t('patternProblem', { pattern: wrong.trim().slice(0, 60) });
  return isTooMany ? t('patternsTooMany') : null;
}
