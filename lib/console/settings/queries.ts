import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { apiGet, apiPost } from '@/lib/console/http/api-client';
import { AddressCheck, AddressPlan } from '@/lib/domain/addresses/contract';
import { MailServerList } from '@/lib/domain/mail-servers/contract';

/** What this installation is connected to. */
export const settingQueries = {
  all: ['settings'] as const,
  mailServers: () =>
    queryOptions({
      queryKey: [...settingQueries.all, 'mail-servers'],
      queryFn: ({ signal }) => apiGet('/api/v1/settings/mail-servers', { schema: MailServerList, signal }),
    }),
  addresses: () =>
    queryOptions({
      queryKey: [...settingQueries.all, 'addresses'],
      queryFn: ({ signal }) => apiGet('/api/v1/settings/addresses', { schema: AddressPlan, signal }),
    }),
};

/** Looks the records up now. Changes nothing. */
export const checkAddressesMutation = mutationOptions({
  mutationFn: () => apiPost('/api/v1/settings/addresses/check', { schema: AddressCheck }),
});
