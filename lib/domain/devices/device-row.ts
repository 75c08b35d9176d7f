import { z } from 'zod';
import { BlockReason, ListingState, PolicyState, Prisma } from '@/lib/db/generated/client';
import type { DeviceSummary } from '@/lib/domain/devices/contract';
import { isCutRecent } from '@/lib/domain/devices/cut-since';
import { deviceName } from '@/lib/domain/devices/device-name';
import { devicePolicyState, deviceState } from '@/lib/domain/devices/device-state';
import { lowerCase } from '@/lib/domain/enum-case';
import { ExceptionSource, effectivePolicy } from '@/lib/domain/policies/effective-policy';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';
import type { PolicyBook } from '@/lib/domain/policies/policy-book';
import { policyHash } from '@/lib/domain/policies/policy-document';

/** A device with what its state and its policy follow from. */
export const DeviceRow = z.object({
  id: z.uuid(),
  mailbox: z.string(),
  easDeviceId: z.string(),
  friendlyName: z.string().nullable(),
  model: z.string().nullable(),
  deviceType: z.string(),
  os: z.string().nullable(),
  imei: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  protocolVersion: z.string(),
  userAgent: z.string().nullable(),
  firstContactAt: z.date(),
  lastContactAt: z.date(),
  lastAddress: z.string().nullable(),
  heartbeatSeconds: z.number().int().nullable(),
  cutAfterSeconds: z.number().int().nullable(),
  cutSeenAt: z.date().nullable(),
  blockReason: z.enum(BlockReason).nullable(),
  policyState: z.enum(PolicyState),
  policyHash: z.string().nullable(),
  state: z.enum(ListingState),
  isRefused: z.boolean(),
  isQuarantined: z.boolean(),
  nameKey: z.string(),
  typeKey: z.string(),
  mailboxPolicyId: z.uuid().nullable(),
  groupPolicyId: z.uuid().nullable(),
  exceptions: z.array(ExceptionSource),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

/** The columns of `DeviceRow`, of `device d`, `device_standing s`, `device_listing l` and `mailbox m`. */
export function deviceRowColumns(now: Date): Prisma.Sql {
  return Prisma.sql`
    d.id, m.name AS mailbox, d.eas_device_id AS "easDeviceId", d.friendly_name AS "friendlyName", d.model,
    d.device_type AS "deviceType", d.os, d.imei, d.phone_number AS "phoneNumber",
    d.protocol_version AS "protocolVersion", d.user_agent AS "userAgent", d.first_contact_at AS "firstContactAt",
    d.last_contact_at AS "lastContactAt", d.last_address AS "lastAddress", d.heartbeat_seconds AS "heartbeatSeconds",
    d.cut_after_seconds AS "cutAfterSeconds", d.cut_seen_at AS "cutSeenAt",
    d.block_reason::text AS "blockReason", d.policy_state::text AS "policyState", s.policy_hash AS "policyHash",
    s.state::text AS state, s.is_refused AS "isRefused", s.is_quarantined AS "isQuarantined", l.name_key AS "nameKey", l.type_key AS "typeKey",
    (SELECT a.policy_id FROM policy_assignment a WHERE a.mailbox_id = m.id) AS "mailboxPolicyId",
    (SELECT a.policy_id FROM policy_assignment a WHERE a.group_id = m.group_id) AS "groupPolicyId",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'settings', e.settings, 'startsAt', e.starts_at, 'endsAt', e.ends_at,
        'endedAt', e.ended_at))
      FROM policy_exception e
      WHERE (e.mailbox_id = m.id OR e.group_id = m.group_id) AND (e.ends_at IS NULL OR e.ends_at > ${now})
        AND (e.ended_at IS NULL OR e.ended_at > ${now})), '[]') AS exceptions`;
}

/** The policy in force for the device of this row. */
export function effectivePolicyOf(row: DeviceRow, book: PolicyBook, now: Date): EffectivePolicy {
  const { exceptions, mailboxPolicyId, groupPolicyId } = row;
  const sources = {
    exceptions,
    mailboxPolicy: book.policyOf(mailboxPolicyId),
    groupPolicy: book.policyOf(groupPolicyId),
    defaultPolicy: book.defaultPolicy,
  };
  return effectivePolicy(sources, now);
}

/** The device as the list, its export and the head of its page show it. */
export function toDeviceSummary(row: DeviceRow, book: PolicyBook, now: Date): DeviceSummary {
  const policy = effectivePolicyOf(row, book, now);
  const effectiveHash = policyHash(policy.settings, row.protocolVersion);
  return {
    id: row.id,
    mailbox: row.mailbox,
    easDeviceId: row.easDeviceId,
    name: deviceName(row),
    deviceType: row.deviceType,
    model: row.model,
    os: row.os,
    imei: row.imei,
    phoneNumber: row.phoneNumber,
    protocolVersion: row.protocolVersion,
    userAgent: row.userAgent,
    state: deviceState(row, now),
    access: row.isRefused ? 'blocked' : row.isQuarantined ? 'quarantined' : 'allowed',
    blockReason: row.blockReason && lowerCase(row.blockReason),
    policyState: devicePolicyState(row, { origin: policy.origin, effectiveHash }),
    policyName: policy.name,
    exemptSettings: policy.exemptSettings.map(({ name }) => name),
    firstContactAt: row.firstContactAt.toISOString(),
    lastContactAt: row.lastContactAt.toISOString(),
    lastAddress: row.lastAddress,
    heartbeatSeconds: row.heartbeatSeconds,
    cutAfterSeconds: isCutRecent(row.cutSeenAt, now) ? row.cutAfterSeconds : null,
  };
}
