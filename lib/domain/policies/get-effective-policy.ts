import type { DomainContext } from '@/lib/domain/context';
import type { DeviceIdInput } from '@/lib/domain/devices/contract';
import { deviceName } from '@/lib/domain/devices/device-name';
import type { MailboxIdInput } from '@/lib/domain/mailboxes/contract';
import { requirePermission } from '@/lib/domain/permissions';
import type { EffectivePolicyView } from '@/lib/domain/policies/contract';
import { effectivePolicy, ExceptionSource, type PolicySources } from '@/lib/domain/policies/effective-policy';
import { effectiveSettings } from '@/lib/domain/policies/effective-settings';
import { listPolicyExchanges } from '@/lib/domain/policies/list-policy-exchanges';
import { loadPolicyBook } from '@/lib/domain/policies/policy-book';
import { documentVersion, policyHash, provisionSettings } from '@/lib/domain/policies/policy-document';
import { DomainError } from '@/lib/errors/domain-error';
import { provisionXml } from '@/lib/protocol/eas/provision-xml';

const NEWEST_VERSION = '16.1';
const DEVICES_SHOWN = 50;

/**
 * What one device is told, each value with its origin, as XML, and what it was told and answered before.
 *
 * @throws DomainError `permission_denied`, `device_not_found`
 */
export async function getDevicePolicy(ctx: DomainContext, { deviceId }: DeviceIdInput): Promise<EffectivePolicyView> {
  requirePermission(ctx.actor, 'device:read');
  const device = await ctx.db.device.findUnique({ where: { id: deviceId }, select: deviceSelect });
  if (!device) throw new DomainError('device_not_found', deviceId);
  const view = await viewOf(ctx, device.mailbox, device.protocolVersion);
  const { id, deviceKey, deviceType, os, userAgent } = device;
  const partnership = { mailbox: device.mailbox.name, deviceKey };
  const exchanges = await listPolicyExchanges(ctx.db, partnership, view.hash);
  const { hash: _hash, ...shown } = view;
  return { ...shown, device: { id, name: deviceName(device), deviceType, os, userAgent }, exchanges, devices: [] };
}

/**
 * The same for a mailbox, as a device of the newest version is told it, with the devices there are.
 *
 * @throws DomainError `permission_denied`, `mailbox_not_found`
 */
export async function getMailboxPolicy(
  ctx: DomainContext,
  { mailboxId }: MailboxIdInput,
): Promise<EffectivePolicyView> {
  requirePermission(ctx.actor, 'mailbox:read');
  const mailbox = await ctx.db.mailbox.findUnique({ where: { id: mailboxId }, select: mailboxSelect });
  if (!mailbox) throw new DomainError('mailbox_not_found', mailboxId);
  const rows = await ctx.db.device.findMany({
    where: { mailboxId, removedAt: null },
    select: { id: true, friendlyName: true, model: true, deviceType: true, protocolVersion: true },
    orderBy: [{ lastContactAt: 'desc' }, { id: 'asc' }],
    take: DEVICES_SHOWN,
  });
  const devices = rows.map((row) => ({ id: row.id, name: deviceName(row), protocolVersion: row.protocolVersion }));
  const { hash: _hash, ...shown } = await viewOf(ctx, mailbox, NEWEST_VERSION);
  return { ...shown, device: null, exchanges: [], devices };
}

const assigned = { select: { policyId: true } } as const;
const exceptions = { select: { id: true, settings: true, startsAt: true, endsAt: true, endedAt: true } } as const;
const mailboxSelect = {
  id: true,
  name: true,
  assignment: assigned,
  exceptions,
  group: { select: { assignment: assigned, exceptions } },
} as const;
const deviceSelect = {
  id: true,
  deviceKey: true,
  friendlyName: true,
  model: true,
  deviceType: true,
  os: true,
  userAgent: true,
  protocolVersion: true,
  mailbox: { select: mailboxSelect },
} as const;

interface HolderRow {
  id: string;
  name: string;
  assignment: { policyId: string } | null;
  exceptions: unknown[];
  group: { assignment: { policyId: string } | null; exceptions: unknown[] } | null;
}

async function viewOf(ctx: DomainContext, mailbox: HolderRow, protocolVersion: string) {
  const book = await loadPolicyBook(ctx);
  const sources: PolicySources = {
    exceptions: ExceptionSource.array().parse([...mailbox.exceptions, ...(mailbox.group?.exceptions ?? [])]),
    mailboxPolicy: book.policyOf(mailbox.assignment?.policyId ?? null),
    groupPolicy: book.policyOf(mailbox.group?.assignment?.policyId ?? null),
    defaultPolicy: book.defaultPolicy,
  };
  const policy = effectivePolicy(sources, ctx.now());
  const withoutExceptions = effectivePolicy({ ...sources, exceptions: [] }, ctx.now());
  return {
    mailboxId: mailbox.id,
    mailbox: mailbox.name,
    protocolVersion,
    policyId: policy.policyId ?? withoutExceptions.policyId,
    policyName: policy.name ?? withoutExceptions.name,
    origin: policy.origin,
    exceptionId: policy.exceptionId,
    exceptionEndsAt: policy.exceptionEndsAt?.toISOString() ?? null,
    settings: effectiveSettings(policy, withoutExceptions, protocolVersion),
    xml: provisionXml(provisionSettings(policy.settings), documentVersion(protocolVersion)),
    hash: policyHash(policy.settings, protocolVersion),
  };
}
