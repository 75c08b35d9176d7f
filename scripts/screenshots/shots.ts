import type { Examples } from './examples';
import type { Shot } from './shot';

/** Every page and the dialogs that an address can open. */
export function signedInShots(examples: Examples): readonly Shot[] {
  return [...deviceShots(examples), ...policyShots(examples), ...otherShots(examples)];
}

function deviceShots(examples: Examples): Shot[] {
  const of = (id: string) => `/mobileadmin/devices/${id}`;
  const device = of(examples.deviceId);
  const ordered = of(examples.orderedId);
  const legacy = of(examples.legacyId);
  const returning = of(examples.returningId);
  return [
    { name: 'overview', path: '/mobileadmin' },
    { name: 'devices', path: '/mobileadmin/devices' },
    { name: 'devices-none', path: '/mobileadmin/devices?search=nobody&state=active,blocked' },
    { name: 'devices-refused', path: '/mobileadmin/devices?state=quarantined,auto_blocked,blocked,wiped,removed' },
    { name: 'device', path: device },
    { name: 'device-policy', path: `${device}/policy` },
    { name: 'device-wipe', path: `${device}?dialog=wipe` },
    { name: 'device-delete', path: `${device}?dialog=delete` },
    { name: 'device-block', path: `${device}?dialog=block` },
    { name: 'device-remove', path: `${device}?dialog=remove` },
    { name: 'device-ordered', path: ordered },
    { name: 'device-cancel', path: `${ordered}?dialog=cancel` },
    { name: 'device-cut', path: of(examples.cutId) },
    { name: 'devices-cut', path: '/mobileadmin/devices?push=cut' },
    { name: 'device-quarantined', path: returning },
    { name: 'device-allow', path: `${returning}?dialog=allow` },
    { name: 'device-auto-blocked', path: of(examples.autoBlockedId) },
    { name: 'device-ruled-out', path: of(examples.ruledOutId) },
    { name: 'device-looping', path: of(examples.loopingId) },
    { name: 'device-wiped', path: of(examples.wipedId) },
    { name: 'device-legacy', path: legacy },
    { name: 'device-legacy-policy', path: `${legacy}/policy` },
    { name: 'device-legacy-delete', path: `${legacy}?dialog=delete` },
    { name: 'device-missing', path: of('00000000-0000-7000-8000-000000000000') },
  ];
}

function policyShots({ policyId, changedPolicyId, mailboxId, exemptMailboxId }: Examples): Shot[] {
  const policy = `/mobileadmin/policies/${policyId}`;
  const changed = `/mobileadmin/policies/${changedPolicyId}`;
  return [
    { name: 'policies', path: '/mobileadmin/policies' },
    { name: 'policies-create', path: '/mobileadmin/policies?dialog=create' },
    { name: 'policies-compare', path: '/mobileadmin/policies?dialog=compare' },
    { name: 'policy', path: policy },
    { name: 'policy-assigned', path: changed },
    { name: 'policy-versions', path: `${changed}?dialog=versions` },
    { name: 'policy-compare', path: `${policy}?dialog=compare` },
    { name: 'policy-assign', path: `${changed}?dialog=assign` },
    { name: 'policy-clone', path: `${changed}?dialog=clone` },
    { name: 'policy-default', path: `${changed}?dialog=default` },
    { name: 'policy-delete', path: `${changed}?dialog=delete` },
    { name: 'mailbox-policy', path: `/mobileadmin/policies/in-force/${mailboxId}` },
    { name: 'mailbox-policy-exempt', path: `/mobileadmin/policies/in-force/${exemptMailboxId}` },
    { name: 'exceptions', path: '/mobileadmin/exceptions' },
    { name: 'exceptions-today', path: '/mobileadmin/exceptions/today' },
    { name: 'exceptions-past', path: '/mobileadmin/exceptions?state=past' },
    { name: 'exceptions-all', path: '/mobileadmin/exceptions?state=all' },
    { name: 'exceptions-none', path: '/mobileadmin/exceptions?search=nobody' },
    { name: 'exceptions-add', path: '/mobileadmin/exceptions?dialog=add' },
  ];
}

function otherShots({ mailboxId }: Examples): Shot[] {
  return [
    { name: 'access', path: '/mobileadmin/access' },
    { name: 'history', path: '/mobileadmin/history' },
    { name: 'history-filtered', path: '/mobileadmin/history?action=access_rules_applied,group_created' },
    { name: 'history-none', path: '/mobileadmin/history?actor=nobody' },
    { name: 'history-verify', path: '/mobileadmin/history?dialog=verify' },
    { name: 'people', path: '/mobileadmin/people' },
    { name: 'people-invite', path: '/mobileadmin/people?dialog=invite' },
    { name: 'people-mailboxes', path: '/mobileadmin/people?tab=mailboxes' },
    { name: 'people-mailboxes-none', path: '/mobileadmin/people?tab=mailboxes&search=nobody' },
    { name: 'mailbox', path: `/mobileadmin/people/mailboxes/${mailboxId}` },
    { name: 'settings', path: '/mobileadmin/settings' },
    { name: 'settings-token', path: '/mobileadmin/settings?dialog=token' },
    { name: 'api', path: '/mobileadmin/api' },
    { name: 'not-found', path: '/mobileadmin/nothing-here' },
  ];
}

/** What those see who may do less. */
export function restrictedShots({ returningId, policyId }: Examples): readonly Shot[] {
  return [
    { name: 'overview', path: '/mobileadmin' },
    { name: 'devices', path: '/mobileadmin/devices' },
    { name: 'device', path: `/mobileadmin/devices/${returningId}` },
    { name: 'access', path: '/mobileadmin/access' },
    { name: 'policy', path: `/mobileadmin/policies/${policyId}` },
    { name: 'people', path: '/mobileadmin/people' },
    { name: 'settings', path: '/mobileadmin/settings' },
  ];
}

/** What people see who are not signed in. */
export const entryShots = ({ joinToken }: Examples): readonly Shot[] => [
  { name: 'sign-in', path: '/mobileadmin/sign-in' },
  { name: 'join', path: `/mobileadmin/join/${joinToken}` },
  { name: 'join-not-usable', path: '/mobileadmin/join/mal_no-such-link-was-ever-made' },
];
