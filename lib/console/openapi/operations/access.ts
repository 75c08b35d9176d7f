import { operation } from '@/lib/console/openapi/operation';
import {
  AccessDraft,
  AccessImpact,
  AccessSwitches,
  AccessView,
  ApplyAccessInput,
  DecideQuarantinedInput,
  DecideQuarantinedOutcome,
  QuarantinePage,
  QuarantineQuery,
  SwitchGroupInput,
  SwitchMailboxInput,
} from '@/lib/domain/access/contract';

const tag = 'access';

export const getAccessOperation = operation({
  id: 'getAccess',
  method: 'GET',
  path: '/access',
  tag,
  summary: 'Gets the access rules and settings',
  access: 'access:read',
  output: AccessView,
});

export const applyAccessOperation = operation({
  id: 'applyAccess',
  method: 'PUT',
  path: '/access',
  tag,
  summary: 'Puts access rules and settings in force, as a whole',
  description:
    'Refused if somebody else applied others after `revision` was read. Rules that are left out are deleted; rules without an `id` are new.',
  access: 'access:manage',
  input: ApplyAccessInput,
  output: AccessView,
  refusals: ['access_changed_meanwhile', 'access_rule_not_found'],
});

export const previewAccessOperation = operation({
  id: 'previewAccess',
  method: 'POST',
  path: '/access/preview',
  tag,
  summary: 'Tells which devices applying a draft would block, quarantine or free',
  description: 'Tried against every device, as it last told about itself. Nothing is changed.',
  access: 'access:read',
  input: AccessDraft,
  output: AccessImpact,
});

export const listQuarantineOperation = operation({
  id: 'listQuarantine',
  method: 'GET',
  path: '/access/quarantine',
  tag,
  summary: 'Lists devices that wait in quarantine, and why',
  access: 'access:read',
  input: QuarantineQuery,
  output: QuarantinePage,
  refusals: ['cursor_invalid'],
});

export const decideQuarantinedOperation = operation({
  id: 'decideQuarantined',
  method: 'POST',
  path: '/access/quarantine',
  tag,
  summary: 'Allows or blocks devices that wait in quarantine',
  description: 'Devices that wait no longer are skipped, and named in the answer.',
  access: 'device:manage',
  input: DecideQuarantinedInput,
  output: DecideQuarantinedOutcome,
});

export const listSwitchesOperation = operation({
  id: 'listSwitches',
  method: 'GET',
  path: '/access/switches',
  tag,
  summary: 'Lists for whom the use of phones is switched on or off',
  access: 'access:read',
  output: AccessSwitches,
});

export const switchMailboxOperation = operation({
  id: 'switchMailbox',
  method: 'PUT',
  path: '/access/mailboxes/{mailboxId}',
  tag,
  summary: 'Switches the use of phones with a mailbox on or off',
  access: 'access:manage',
  input: SwitchMailboxInput,
  refusals: ['mailbox_not_found'],
});

export const switchGroupOperation = operation({
  id: 'switchGroup',
  method: 'PUT',
  path: '/access/groups/{groupId}',
  tag,
  summary: 'Switches the use of phones with the mailboxes of a group on or off',
  access: 'access:manage',
  input: SwitchGroupInput,
  refusals: ['group_not_found'],
});
