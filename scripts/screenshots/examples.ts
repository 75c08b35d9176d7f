import type { APIRequestContext } from '@playwright/test';
import type { z } from 'zod';
import { DevicePage } from '@/lib/domain/devices/contract';
import { MailboxPage } from '@/lib/domain/mailboxes/contract';
import { LinkIssued } from '@/lib/domain/people/contract';
import { PolicyList } from '@/lib/domain/policies/contract';

/** Things of the demo that stand for their kind. */
export interface Examples {
  /** On push, with its policy applied and nothing open. */
  readonly deviceId: string;
  /** With an order that waits for it; empty if there is none. */
  readonly orderedId: string;
  /** Whose connections something on the way cuts. */
  readonly cutId: string;
  /** In quarantine, and known under a former DeviceId. */
  readonly returningId: string;
  /** Blocked for a while for its behaviour. */
  readonly autoBlockedId: string;
  /** Refused by a rule. */
  readonly ruledOutId: string;
  /** Stopped by the loop guard. */
  readonly loopingId: string;
  /** Of version 2.5, which is told its policy as a text. */
  readonly legacyId: string;
  readonly wipedId: string;
  /** Whose folders are known. */
  readonly mailboxId: string;
  /** Exempt from named settings by its group. */
  readonly exemptMailboxId: string;
  readonly policyId: string;
  /** Saved more often than any other. */
  readonly changedPolicyId: string;
  /** Of an invitation that is open. */
  readonly joinToken: string;
}

/** Looks for examples in what the demo holds. */
export async function examplesOf(request: APIRequestContext): Promise<Examples> {
  const get = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> => {
    const answer = await request.get(`/api/v1${path}`);
    return schema.parse(await answer.json());
  };
  const list = async (query: string) => (await get(`/devices?${query}`, DevicePage)).devices;
  const firstOf = async (query: string) => (await list(query))[0]?.id ?? '';
  const usual = await list('state=active&policyState=applied&sort=-lastContactAt');
  const { mailboxes } = await get('/mailboxes', MailboxPage);
  const { policies } = await get('/policies', PolicyList);
  const invitation = await request.post('/api/v1/people/invitations', {
    headers: { origin: new URL((await request.get('/mobileadmin')).url()).origin },
    data: { email: 'maximilian.hohenstein-wassermann@example.com', role: 'helpdesk' },
  });
  return {
    deviceId: usual.find(({ deviceType }) => deviceType === 'iPhone')?.id ?? usual[0]?.id ?? '',
    orderedId: await firstOf('state=wipe_pending,wipe_failed,delete_pending'),
    cutId: await firstOf('push=cut'),
    returningId: await firstOf('state=quarantined&search=nadia'),
    autoBlockedId: await firstOf('state=auto_blocked'),
    ruledOutId: await firstOf('state=blocked&search=kofi'),
    loopingId: await firstOf('policyState=looping&search=piotr'),
    legacyId: await firstOf('search=stocktaking'),
    wipedId: await firstOf('state=wiped'),
    mailboxId: mailboxes[0]?.id ?? '',
    exemptMailboxId: mailboxes.find(({ name }) => name.startsWith('room-'))?.id ?? '',
    policyId: policies[0]?.id ?? '',
    changedPolicyId: policies.toSorted((a, b) => b.version - a.version)[0]?.id ?? '',
    joinToken: LinkIssued.parse(await invitation.json()).token,
  };
}
