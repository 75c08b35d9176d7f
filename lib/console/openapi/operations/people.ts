import { z } from 'zod';
import { operation } from '@/lib/console/openapi/operation';
import {
  Caller,
  ChangePasswordInput,
  InvitePersonInput,
  LinkIdInput,
  LinkIssued,
  LinkPreview,
  LinkRedeemed,
  PeopleList,
  PersonIdInput,
  PersonView,
  RedeemLinkInput,
  UpdatePersonInput,
} from '@/lib/domain/people/contract';

const tag = 'people';

export const listPeopleOperation = operation({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  tag,
  summary: 'Lists people who sign in to the console, and open links',
  access: 'people:read',
  output: PeopleList,
});

export const getCallerOperation = operation({
  id: 'getCaller',
  method: 'GET',
  path: '/people/me',
  tag,
  summary: 'Tells who is calling, a person or a token',
  access: 'signed_in',
  output: Caller,
});

export const changePasswordOperation = operation({
  id: 'changePassword',
  method: 'POST',
  path: '/people/me/password',
  tag,
  summary: 'Changes the password of the person who calls',
  description: 'Ends all other sessions of the person. A token has no password.',
  access: 'signed_in',
  input: ChangePasswordInput,
  refusals: ['permission_denied', 'wrong_password', 'sign_in_throttled'],
});

export const updatePersonOperation = operation({
  id: 'updatePerson',
  method: 'PATCH',
  path: '/people/{id}',
  tag,
  summary: 'Changes name or role of a person, or whether they may sign in',
  description: 'A change of role and a deactivation end the sessions of the person.',
  access: 'people:manage',
  input: UpdatePersonInput,
  output: PersonView,
  refusals: ['person_not_found', 'last_administrator'],
});

export const issuePasswordResetOperation = operation({
  id: 'issuePasswordReset',
  method: 'POST',
  path: '/people/{id}/password-reset',
  tag,
  summary: 'Makes a link by which a person chooses a new password',
  access: 'people:manage',
  input: PersonIdInput,
  output: LinkIssued,
  status: 201,
  refusals: ['person_not_found'],
});

export const invitePersonOperation = operation({
  id: 'invitePerson',
  method: 'POST',
  path: '/people/invitations',
  tag,
  summary: 'Makes a link by which a further person joins',
  access: 'people:manage',
  input: InvitePersonInput,
  output: LinkIssued,
  status: 201,
  refusals: ['person_exists'],
});

export const withdrawLinkOperation = operation({
  id: 'withdrawLink',
  method: 'DELETE',
  path: '/people/invitations/{id}',
  tag,
  summary: 'Takes an unused link back',
  access: 'people:manage',
  input: LinkIdInput,
  refusals: ['link_not_usable'],
});

export const previewLinkOperation = operation({
  id: 'previewLink',
  method: 'GET',
  path: '/links/{token}',
  tag,
  summary: 'Tells what a one-time link is for',
  access: 'public',
  input: z.object({ token: RedeemLinkInput.shape.token }),
  output: LinkPreview,
  refusals: ['link_not_usable'],
});

export const redeemLinkOperation = operation({
  id: 'redeemLink',
  method: 'POST',
  path: '/links/{token}',
  tag,
  summary: 'Uses a one-time link: sets a password, and makes the person if the link is an invitation',
  access: 'public',
  input: RedeemLinkInput,
  output: LinkRedeemed,
  refusals: ['link_not_usable', 'setup_done', 'person_exists'],
});
