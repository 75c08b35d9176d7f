'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { Switch } from '@/components/ui/switch';
import { TextInput } from '@/components/ui/text-input';
import { accessQueries, switchGroupMutation, switchMailboxMutation } from '@/lib/console/access/queries';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';
import { MailboxListQuery } from '@/lib/domain/mailboxes/contract';

interface Change {
  kind: 'mailbox' | 'group';
  id: string;
  name: string;
  /** Null, of a mailbox: as its group. */
  isEasEnabled: boolean | null;
}

/** For whom phones are switched off altogether. */
export function SwitchSection({ canManage }: { canManage: boolean }) {
  const t = useTranslations('access.switches');
  const { data, error, refetch } = useQuery(accessQueries.switches());
  const [change, setChange] = useState<Change | null>(null);
  return (
    <Section id="switches" title={t('title')} description={t('description')}>
      {error && <ProblemNotice title={t('failed')} error={error} onRetry={() => void refetch()} />}
      <div className="flex flex-col gap-4">
        {data && data.groups.length > 0 && (
          <div className="flex flex-col gap-2">
            <h3 className="font-medium">{t('groups')}</h3>
            <ul aria-label={t('groups')} className="flex flex-col gap-2">
              {data.groups.map((group) => (
                <li key={group.id}>
                  <Switch
                    label={t('group', { name: group.name })}
                    isOn={group.isEasEnabled}
                    isDisabled={!canManage}
                    onToggle={(isEasEnabled) =>
                      setChange({ kind: 'group', id: group.id, name: group.name, isEasEnabled })
                    }
                  />
                </li>
              ))}
            </ul>
          </div>
        )}
        {data?.mailboxes.length === 0 && <p className="text-muted">{t('noMailboxes')}</p>}
        {data && data.mailboxes.length > 0 && (
          <div className="flex flex-col gap-2">
            <h3 className="font-medium">{t('mailboxes')}</h3>
            <ul aria-label={t('mailboxes')} className="flex max-w-3xl flex-col gap-2">
              {data.mailboxes.map(({ id, name, isEasEnabled }) => (
                <li key={id} className="flex flex-wrap items-center justify-between gap-2">
                  <span className="min-w-0 break-words">
                    {isEasEnabled ? t('isOn', { name }) : t('isOff', { name })}
                  </span>
                  {canManage && (
                    <Button
                      size="sm"
                      aria-label={t('resetOne', { name })}
                      onClick={() => setChange({ kind: 'mailbox', id, name, isEasEnabled: null })}
                    >
                      {t('reset')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
        {canManage && <FindMailbox onChoose={setChange} />}
      </div>
      {change && <SwitchDialog change={change} onClose={() => setChange(null)} />}
    </Section>
  );
}

function FindMailbox({ onChoose }: { onChoose: (change: Change) => void }) {
  const t = useTranslations('access.switches');
  const [search, setSearch] = useState('');
  const query = MailboxListQuery.parse({ search, limit: 5 });
  const { data } = useQuery({ ...mailboxQueries.list(query), enabled: search.trim() !== '' });
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <Field label={t('find')} hint={t('findHint')}>
        <TextInput
          type="search"
          autoComplete="off"
          value={search}
          maxLength={200}
          onChange={(event) => setSearch(event.target.value)}
        />
      </Field>
      {search.trim() !== '' && data && (
        <ul aria-label={t('found')} className="flex flex-col gap-2">
          {data.mailboxes.length === 0 && <li className="text-muted">{t('noneFound')}</li>}
          {data.mailboxes.map(({ id, name }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 break-words">{name}</span>
              <span className="flex gap-2">
                {[false, true].map((isEasEnabled) => (
                  <Button
                    key={String(isEasEnabled)}
                    size="sm"
                    aria-label={isEasEnabled ? t('onOne', { name }) : t('offOne', { name })}
                    onClick={() => onChoose({ kind: 'mailbox', id, name, isEasEnabled })}
                  >
                    {isEasEnabled ? t('on') : t('off')}
                  </Button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SwitchDialog({ change, onClose }: { change: Change; onClose: () => void }) {
  const t = useTranslations('access.switches');
  const announce = useAnnounce();
  const options = {
    onSuccess: () => {
      announce(t('done', { name: change.name }));
      onClose();
    },
  };
  const mailbox = useMutation({ ...switchMailboxMutation, ...options });
  const group = useMutation({ ...switchGroupMutation, ...options });
  const { kind, id, name, isEasEnabled } = change;
  const outcome = isEasEnabled === null ? 'reset' : isEasEnabled ? 'on' : 'off';
  return (
    <EffectDialog
      isOpen
      title={t(`dialog.${outcome}Title`, { name })}
      effect={<p>{t(`dialog.${outcome}Effect`)}</p>}
      actionLabel={t(outcome)}
      isDangerous={outcome === 'off'}
      isPending={mailbox.isPending || group.isPending}
      error={mailbox.error ?? group.error}
      onClose={onClose}
      onConfirm={({ reason }) => {
        if (kind === 'mailbox') mailbox.mutate({ mailboxId: id, isEasEnabled, reason });
        else group.mutate({ groupId: id, isEasEnabled: isEasEnabled === true, reason });
      }}
    />
  );
}
