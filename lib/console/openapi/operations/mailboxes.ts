import { operation } from '@/lib/console/openapi/operation';
import { ChooseFolderRolesInput, MailboxFolders } from '@/lib/domain/folders/contract';
import {
  GroupIdInput,
  GroupImpact,
  GroupInput,
  GroupList,
  GroupsImpact,
  GroupView,
  MailboxIdInput,
  MailboxListQuery,
  MailboxPage,
  MailboxDetailView,
  OrderGroupsInput,
  PreviewGroupInput,
  UpdateGroupInput,
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
  summary: 'Gets a mailbox, and whether and how many phones may be used with it',
  access: 'mailbox:read',
  input: MailboxIdInput,
  output: MailboxDetailView,
  refusals: ['mailbox_not_found'],
});

export const updateMailboxOperation = operation({
  id: 'updateMailbox',
  method: 'PATCH',
  path: '/mailboxes/{mailboxId}',
  tag,
  summary: 'Moves a mailbox to a group, out of its group, or leaves it to the patterns',
  description:
    'Either `groupId`, which a person chooses and which stays, or `groupChoice` as `automatic`: then the first group whose patterns match has it.',
  access: 'mailbox:manage',
  input: UpdateMailboxInput,
  output: MailboxDetailView,
  refusals: ['mailbox_not_found', 'group_not_found'],
});

export const listMailboxFoldersOperation = operation({
  id: 'listMailboxFolders',
  method: 'GET',
  path: '/mailboxes/{mailboxId}/folders',
  tag,
  summary: 'Lists the folders of a mailbox and what each is used for',
  description:
    'As the mail server listed them last; none before a phone of the mailbox has asked for them. Of the folders that have the same role, the one with a chosen role keeps it.',
  access: 'mailbox:read',
  input: MailboxIdInput,
  output: MailboxFolders,
  refusals: ['mailbox_not_found'],
});

export const chooseFolderRolesOperation = operation({
  id: 'chooseFolderRoles',
  method: 'PUT',
  path: '/mailboxes/{mailboxId}/folders',
  tag,
  summary: 'Says what the folders of a mailbox are used for',
  description:
    'Replaces all choices: a folder that is not named is what it was detected as. Phones synchronise each folder anew whose role changes.',
  access: 'mailbox:manage',
  input: ChooseFolderRolesInput,
  output: MailboxFolders,
  refusals: ['mailbox_not_found', 'folders_changed_meanwhile'],
});

export const listGroupsOperation = operation({
  id: 'listGroups',
  method: 'GET',
  path: '/groups',
  tag,
  summary: 'Lists groups of mailboxes in their order',
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

export const updateGroupOperation = operation({
  id: 'updateGroup',
  method: 'PATCH',
  path: '/groups/{groupId}',
  tag,
  summary: 'Gives a group another name or other patterns',
  description:
    'With the patterns its members change at once, but for those that a person put there. What is left out stays as it is. Refused if somebody else changed the group after `version` was read.',
  access: 'mailbox:manage',
  input: UpdateGroupInput,
  output: GroupView,
  refusals: ['group_not_found', 'group_name_taken', 'group_changed_meanwhile'],
});

export const previewGroupOperation = operation({
  id: 'previewGroup',
  method: 'POST',
  path: '/groups/preview',
  tag,
  summary: 'Tells what patterns of a group would do, and changes nothing',
  description:
    'Without `groupId` for a group that is not there yet; with no patterns also what deleting the group does.',
  access: 'mailbox:read',
  input: PreviewGroupInput,
  output: GroupImpact,
  refusals: ['group_not_found'],
});

export const orderGroupsOperation = operation({
  id: 'orderGroups',
  method: 'PUT',
  path: '/groups/order',
  tag,
  summary: 'Puts the groups into another order',
  description: 'A mailbox that the patterns of several groups match belongs to the first of them.',
  access: 'mailbox:manage',
  input: OrderGroupsInput,
  output: GroupList,
  refusals: ['groups_changed_meanwhile'],
});

export const previewGroupOrderOperation = operation({
  id: 'previewGroupOrder',
  method: 'POST',
  path: '/groups/order/preview',
  tag,
  summary: 'Tells what another order of the groups would do, and changes nothing',
  access: 'mailbox:read',
  input: OrderGroupsInput,
  output: GroupsImpact,
  refusals: ['groups_changed_meanwhile'],
});

export const deleteGroupOperation = operation({
  id: 'deleteGroup',
  method: 'DELETE',
  path: '/groups/{groupId}',
  tag,
  summary: 'Deletes a group; its mailboxes stay, without one or in the next that matches',
  access: 'mailbox:manage',
  input: GroupIdInput,
  refusals: ['group_not_found'],
});
