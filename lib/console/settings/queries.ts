import { queryOptions } from '@tanstack/react-query';
import { apiGet } from '@/lib/console/http/api-client';
import { MailServerList } from '@/lib/domain/mail-servers/contract';

/** What this installation is connected to. */
export const settingQueries = {
  all: ['settings'] as const,
  mailServers: () =>
    queryOptions({
      queryKey: [...settingQueries.all, 'mail-servers'],
      queryFn: ({ signal }) => apiGet('/api/v1/settings/mail-servers', { schema: MailServerList, signal }),
    }),
};
