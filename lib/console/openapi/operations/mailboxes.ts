import { operation } from '@/lib/console/openapi/operation';
import {
  GroupIdInput,
  GroupInput,
  GroupList,
  GroupView,
  MailboxIdInput,
  MailboxListQuery,
  MailboxPage,
  MailboxView,
  RenameGroupInput,
  UpdateMailboxInput,
} from '@/lib/domain/mailboxes/contract';

const tag = 'mailboxes';

export const listMailboxesOperation = operation({
  id: 'listMailboxes',
  method: 'GET',
  path: '/mailboxes',
  tag,
  summary: 'Lists mailboxes, a page at a time',
  access: 'mailbox:read',
  input: MailboxListQuery,
  output: MailboxPage,
  refusals: ['cursor_invalid'],
});

export const getMailboxOperation = operation({
  id: 'getMailbox',
  method: 'GET',
  path: '/mailboxes/{mailboxId}',
  tag,
  summary: 'Gets a mailbox',
  access: 'mailbox:read',
  input: MailboxIdInput,
  output: MailboxView,
  refusals: ['mailbox_not_found'],
});

export const updateMailboxOperation = operation({
  id: 'updateMailbox',
  method: 'PATCH',
  path: '/mailboxes/{mailboxId}',
  tag,
  summary: 'Moves a mailbox to a group, or out of its group',
  access: 'mailbox:manage',
  input: UpdateMailboxInput,
  output: MailboxView,
  refusals: ['mailbox_not_found', 'group_not_found'],
});

export const listGroupsOperation = operation({
  id: 'listGroups',
  method: 'GET',
  path: '/groups',
  tag,
  summary: 'Lists groups of mailboxes',
  access: 'mailbox:read',
  output: GroupList,
});

export const createGroupOperation = operation({
  id: 'createGroup',
  method: 'POST',
  path: '/groups',
  tag,
  summary: 'Makes a group',
  access: 'mailbox:manage',
  input: GroupInput,
  output: GroupView,
  status: 201,
  refusals: ['group_name_taken'],
});

export const renameGroupOperation = operation({
  id: 'renameGroup',
  method: 'PATCH',
  path: '/groups/{groupId}',
  tag,
  summary: 'Gives a group another name',
  access: 'mailbox:manage',
  input: RenameGroupInput,
  output: GroupView,
  refusals: ['group_not_found', 'group_name_taken'],
});

export const deleteGroupOperation = operation({
  id: 'deleteGroup',
  method: 'DELETE',
  path: '/groups/{groupId}',
  tag,
  summary: 'Deletes a group; its mailboxes stay, without one',
  access: 'mailbox:manage',
  input: GroupIdInput,
  refusals: ['group_not_found'],
});
