import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { historyKeys } from '@/lib/console/history/keys';
import { apiDelete, apiGet, apiPatch, apiPost } from '@/lib/console/http/api-client';
import {
  LinkIssued,
  LinkPreview,
  LinkRedeemed,
  PeopleList,
  PersonView,
  type ChangePasswordInput,
  type InvitePersonInput,
  type LinkIdInput,
  type PersonIdInput,
  type RedeemLinkInput,
  type UpdatePersonInput,
} from '@/lib/domain/people/contract';

/** People who sign in to the console, and the links that let them in. */
export const personQueries = {
  all: ['people'] as const,
  list: () =>
    queryOptions({
      queryKey: [...personQueries.all, 'list'],
      queryFn: ({ signal }) => apiGet('/api/v1/people', { schema: PeopleList, signal }),
    }),
  /** What a one-time link is for; asks without a session. */
  link: (token: string) =>
    queryOptions({
      queryKey: [...personQueries.all, 'link', token],
      queryFn: ({ signal }) => apiGet(`/api/v1/links/${token}`, { schema: LinkPreview, signal }),
    }),
};

const stale = [personQueries.all, historyKeys.all];

/** Makes a link for one more person. */
export const invitePersonMutation = mutationOptions({
  mutationFn: (body: InvitePersonInput) => apiPost('/api/v1/people/invitations', { body, schema: LinkIssued }),
  meta: { invalidates: stale },
});

/** Makes an invitation or a password reset that was not used yet useless. */
export const withdrawLinkMutation = mutationOptions({
  mutationFn: ({ id }: LinkIdInput) => apiDelete(`/api/v1/people/invitations/${id}`),
  meta: { invalidates: stale },
});

/** Makes a link by which a person sets a new password. */
export const issuePasswordResetMutation = mutationOptions({
  mutationFn: ({ id }: PersonIdInput) => apiPost(`/api/v1/people/${id}/password-reset`, { schema: LinkIssued }),
  meta: { invalidates: stale },
});

/** Changes name or role of a person, or whether they may sign in. */
export const updatePersonMutation = mutationOptions({
  mutationFn: ({ id, ...body }: UpdatePersonInput) => apiPatch(`/api/v1/people/${id}`, { body, schema: PersonView }),
  meta: { invalidates: stale },
});

/** Changes the password of the person who asks. Ends their other sessions. */
export const changePasswordMutation = mutationOptions({
  mutationFn: (body: ChangePasswordInput) => apiPost('/api/v1/people/me/password', { body }),
  meta: { invalidates: stale },
});

/** Uses a one-time link: sets the password, and makes the person if it is for a new one. Answers whom to sign in. */
export const redeemLinkMutation = mutationOptions({
  mutationFn: ({ token, ...body }: RedeemLinkInput) =>
    apiPost(`/api/v1/links/${token}`, { body, schema: LinkRedeemed }),
});
