import type { APIRequestContext } from '@playwright/test';
import type { z } from 'zod';
import { DevicePage } from '@/lib/domain/devices/contract';
import { MailboxPage } from '@/lib/domain/mailboxes/contract';
import { PolicyList } from '@/lib/domain/policies/contract';

/** One picture: where, and under which name. */
export interface Shot {
  readonly name: string;
  readonly path: string;
}

/** Things of the demo that stand for their kind. */
export interface Examples {
  /** On push, with its policy applied and nothing open. */
  readonly deviceId: string;
  /** With an order that waits for it; empty if there is none. */
  readonly orderedId: string;
  /** Whose connections something on the way cuts. */
  readonly cutId: string;
  /** Whose folders are known. */
  readonly mailboxId: string;
  readonly policyId: string;
  /** Saved more often than any other. */
  readonly changedPolicyId: string;
}

/** Looks for examples in what the demo holds. */
export async function examplesOf(request: APIRequestContext): Promise<Examples> {
  const get = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> => {
    const answer = await request.get(`/api/v1${path}`);
    return schema.parse(await answer.json());
  };
  const { devices } = await get('/devices?state=active&policyState=applied&sort=-lastContactAt', DevicePage);
  const ordered = await get('/devices?state=wipe_pending,wipe_failed,delete_pending', DevicePage);
  const cut = await get('/devices?push=cut', DevicePage);
  const { mailboxes } = await get('/mailboxes', MailboxPage);
  const { policies } = await get('/policies', PolicyList);
  return {
    deviceId: devices.find(({ deviceType }) => deviceType === 'iPhone')?.id ?? devices[0]?.id ?? '',
    orderedId: ordered.devices[0]?.id ?? '',
    cutId: cut.devices[0]?.id ?? '',
    mailboxId: mailboxes[0]?.id ?? '',
    policyId: policies[0]?.id ?? '',
    changedPolicyId: policies.toSorted((a, b) => b.version - a.version)[0]?.id ?? '',
  };
}

/** Every page and the dialogs that an address can open. */
export function signedInShots({
  deviceId,
  orderedId,
  cutId,
  mailboxId,
  policyId,
  changedPolicyId,
}: Examples): readonly Shot[] {
  const device = `/mobileadmin/devices/${deviceId}`;
  const ordered = `/mobileadmin/devices/${orderedId}`;
  return [
    { name: 'overview', path: '/mobileadmin' },
    { name: 'devices', path: '/mobileadmin/devices' },
    { name: 'devices-none', path: '/mobileadmin/devices?search=nobody&state=active,blocked' },
    { name: 'device', path: device },
    { name: 'device-policy', path: `${device}/policy` },
    { name: 'device-wipe', path: `${device}?dialog=wipe` },
    { name: 'device-delete', path: `${device}?dialog=delete` },
    { name: 'device-block', path: `${device}?dialog=block` },
    { name: 'device-ordered', path: ordered },
    { name: 'device-cancel', path: `${ordered}?dialog=cancel` },
    { name: 'device-cut', path: `/mobileadmin/devices/${cutId}` },
    { name: 'devices-cut', path: '/mobileadmin/devices?push=cut' },
    { name: 'device-missing', path: '/mobileadmin/devices/00000000-0000-7000-8000-000000000000' },
    { name: 'policies', path: '/mobileadmin/policies' },
    { name: 'policies-create', path: '/mobileadmin/policies?dialog=create' },
    { name: 'policy', path: `/mobileadmin/policies/${policyId}` },
    { name: 'policy-versions', path: `/mobileadmin/policies/${changedPolicyId}?dialog=versions` },
    { name: 'policy-compare', path: `/mobileadmin/policies/${policyId}?dialog=compare` },
    { name: 'policy-assign', path: `/mobileadmin/policies/${policyId}?dialog=assign` },
    { name: 'exceptions', path: '/mobileadmin/exceptions' },
    { name: 'exceptions-today', path: '/mobileadmin/exceptions/today' },
    { name: 'exceptions-past', path: '/mobileadmin/exceptions?state=past' },
    { name: 'exceptions-add', path: '/mobileadmin/exceptions?dialog=add' },
    { name: 'access', path: '/mobileadmin/access' },
    { name: 'history', path: '/mobileadmin/history' },
    { name: 'history-verify', path: '/mobileadmin/history?dialog=verify' },
    { name: 'people', path: '/mobileadmin/people' },
    { name: 'people-mailboxes', path: '/mobileadmin/people?tab=mailboxes' },
    { name: 'mailbox', path: `/mobileadmin/people/mailboxes/${mailboxId}` },
    { name: 'mailbox-policy', path: `/mobileadmin/policies/in-force/${mailboxId}` },
    { name: 'settings', path: '/mobileadmin/settings' },
    { name: 'settings-token', path: '/mobileadmin/settings?dialog=token' },
    { name: 'api', path: '/mobileadmin/api' },
    { name: 'not-found', path: '/mobileadmin/nothing-here' },
  ];
}

/** What people see who are not signed in. */
export const entryShots: readonly Shot[] = [
  { name: 'sign-in', path: '/mobileadmin/sign-in' },
  { name: 'join-not-usable', path: '/mobileadmin/join/mal_no-such-link-was-ever-made' },
];
