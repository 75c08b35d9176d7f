'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { ProblemNotice } from '@/components/patterns/problem-notice';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { RadioGroup } from '@/components/ui/radio-group';
import { chooseNoticesMutation, noticeQueries } from '@/lib/console/notices/queries';
import { NoticeLanguage, type NoticeKind, type NoticeSettings } from '@/lib/domain/notices/contract';

/** Which kinds, and in which language. What is not touched follows what is kept. */
export function NoticeForm({ settings }: { settings: NoticeSettings }) {
  const t = useTranslations('settings.notices');
  const names = useTranslations('shell.user');
  const form = useNoticeForm(settings);
  return (
    <form method="post" onSubmit={form.handleSubmit} className="flex min-w-0 flex-col gap-4">
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 font-medium">{t('kinds')}</legend>
        {settings.available.map((kind) => (
          <Checkbox
            key={kind}
            name={kind}
            label={t(`kind.${kind}.label`)}
            hint={t(`kind.${kind}.hint`)}
            checked={form.kinds.includes(kind)}
            onCheckedChange={(isChecked) => form.setKind(kind, isChecked)}
          />
        ))}
      </fieldset>
      <RadioGroup
        legend={t('language')}
        name="noticeLanguage"
        isInline
        value={form.language}
        options={NoticeLanguage.options.map((value) => ({ value, label: <span lang={value}>{names(value)}</span> }))}
        onValueChange={form.setLanguage}
      />
      <p className="text-muted">{t('timeZone', { zone: form.timeZone.replaceAll('_', ' ') })}</p>
      {form.error && <ProblemNotice title={t('notSaved')} error={form.error} />}
      <Button type="submit" className="self-start" isPending={form.isPending} pendingLabel={t('saving')}>
        {t('save')}
      </Button>
    </form>
  );
}

function useNoticeForm({ kinds: keptKinds, available, language: keptLanguage }: NoticeSettings) {
  const t = useTranslations('settings.notices');
  const announce = useAnnounce();
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const queryClient = useQueryClient();
  const save = useMutation(chooseNoticesMutation);
  const [draft, setDraft] = useState<{ kinds?: NoticeKind[]; language?: NoticeLanguage }>({});
  const kinds = draft.kinds ?? keptKinds;
  // Whoever has not chosen yet most likely wants to read as they do here.
  const language = draft.language ?? keptLanguage ?? NoticeLanguage.options.find((one) => one === locale) ?? 'en';

  function change(part: typeof draft) {
    save.reset();
    setDraft((now) => ({ ...now, ...part }));
  }
  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(
      { kinds, language, timeZone },
      {
        onSuccess: (kept) => {
          queryClient.setQueryData(noticeQueries.own().queryKey, kept);
          announce(t('saved'));
          setDraft({});
        },
      },
    );
  }
  return {
    kinds,
    language,
    timeZone,
    setKind: (kind: NoticeKind, isWanted: boolean) =>
      change({ kinds: available.filter((one) => (one === kind ? isWanted : kinds.includes(one))) }),
    setLanguage: (chosen: NoticeLanguage) => change({ language: chosen }),
    error: save.error,
    isPending: save.isPending,
    handleSubmit,
  };
}
