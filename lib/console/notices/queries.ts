import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { historyKeys } from '@/lib/console/history/keys';
import { apiGet, apiPost, apiPut } from '@/lib/console/http/api-client';
import { NoticeSettings, type ChooseNoticesInput } from '@/lib/domain/notices/contract';

const path = '/api/v1/people/me/notices';

/** What the person at the browser is told by mail. */
export const noticeQueries = {
  all: ['notices'] as const,
  own: () =>
    queryOptions({
      queryKey: [...noticeQueries.all, 'own'],
      queryFn: ({ signal }) => apiGet(path, { schema: NoticeSettings, signal }),
    }),
};

/** Keeps what the person wants to be told. */
export const chooseNoticesMutation = mutationOptions({
  mutationFn: (body: z.input<typeof ChooseNoticesInput>) => apiPut(path, { body, schema: NoticeSettings }),
  meta: { invalidates: [noticeQueries.all, historyKeys.all] },
});

/** Asks for a test mail. How it went comes by the event stream. */
export const requestNoticeTestMutation = mutationOptions({
  mutationFn: () => apiPost(`${path}/test`, { schema: NoticeSettings }),
  meta: { invalidates: [noticeQueries.all] },
});
