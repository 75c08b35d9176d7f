import type { AuditAction } from '@/lib/domain/history/contract';

/** Actions by what they are about, in the order of the filter. Every action stands in one of them; a test sees to it. */
export const actionKinds = {
  commands: [
    'command_queued',
    'command_delivered',
    'command_acknowledged',
    'command_failed',
    'command_enforced',
    'command_cancelled',
  ],
  devices: [
    'device_registered',
    'device_allowed',
    'device_blocked',
    'device_auto_blocked',
    'device_auto_block_ended',
    'device_decision_carried_over',
    'device_removed',
    'policy_retried',
  ],
  access: ['access_rules_applied', 'mailbox_switched', 'group_switched'],
  policies: ['policy_created', 'policy_changed', 'policy_deleted', 'policy_made_default', 'policy_assigned'],
  exceptions: ['exception_added', 'exception_ended'],
  mailboxes: [
    'mailbox_moved',
    'mailbox_group_choice_changed',
    'folder_roles_chosen',
    'group_created',
    'group_renamed',
    'group_patterns_changed',
    'groups_ordered',
    'group_deleted',
  ],
  people: [
    'signed_in',
    'sign_in_refused',
    'person_invited',
    'person_joined',
    'person_changed',
    'person_deactivated',
    'person_reactivated',
    'password_changed',
    'password_reset_issued',
    'link_withdrawn',
    'notices_chosen',
    'setup_completed',
  ],
  tokens: ['token_created', 'token_revoked'],
  history: ['history_exported'],
} as const satisfies Record<string, readonly AuditAction[]>;

export type ActionKind = keyof typeof actionKinds;

// Object.keys widens to string; these are the keys of the table above.
export const actionKindNames = Object.keys(actionKinds) as ActionKind[];
