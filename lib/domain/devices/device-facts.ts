import { z } from 'zod';
import {
  AccessLevel as StoredAccessLevel,
  AccessOverride,
  BlockReason,
  CommandKind,
  CommandMethod,
  CommandState,
  PolicyState,
} from '@/lib/db/generated/client';
import type { OpenCommand } from '@/lib/domain/commands/find-open-command';
import { toOpenCommand } from '@/lib/domain/commands/find-open-command';
import { SharedStatement } from '@/lib/db/shared-statement';
import { type AccessBook, accessBookSql, knownBook, readAccessBook } from '@/lib/domain/access/access-book';
import { takesPlaceSql } from '@/lib/domain/access/list-inventory';
import type { DomainContext } from '@/lib/domain/context';
import type { AccessLevel, BlockReason as BlockReasonName, DevicePolicyState } from '@/lib/domain/devices/contract';
import { lowerCase } from '@/lib/domain/enum-case';
import { ExceptionSource, PolicySource, effectivePolicy } from '@/lib/domain/policies/effective-policy';
import type { EffectivePolicy } from '@/lib/domain/policies/effective-policy';

/** The folders a Ping watches, as the device named them. */
export const PingFolders = z.array(z.object({ id: z.string(), class: z.string() }));
export type PingFolders = z.infer<typeof PingFolders>;

/** Everything the engine decides from, as it stood at one moment. */
export interface DeviceFacts {
  id: string;
  mailboxId: string;
  mailbox: string;
  easDeviceId: string;
  deviceKey: string;
  deviceType: string;
  protocolVersion: string;
  userAgent: string | null;
  accessOverride: 'automatic' | 'allow' | 'block';
  blockReason: BlockReasonName | null;
  removedAt: Date | null;
  model: string | null;
  os: string | null;
  osLanguage: string | null;
  /** Of the latest contact that was written down. */
  address: string | null;
  isMailboxEnabled: boolean;
  earlierDevices: number;
  /** What lists show: to be written anew if the decision comes to something else. */
  accessRuling: AccessLevel;
  accessBook: AccessBook;
  policyKey: number | null;
  policyHash: string | null;
  policyKeyAt: Date | null;
  temporaryPolicyKey: number | null;
  temporaryPolicyHash: string | null;
  policyState: Exclude<DevicePolicyState, 'outdated' | 'exempt'>;
  policyDemands: number;
  policyDemandsSince: Date | null;
  policyRounds: number;
  policyStops: number;
  policyPausedUntil: Date | null;
  policyStoppedFor: string | null;
  passwordHash: string | null;
  pingHeartbeat: number | null;
  pingFolders: PingFolders | null;
  openCommand: OpenCommand | null;
  effectivePolicy: EffectivePolicy;
}

/** 32 bits, so a number holds it; inside JSON it is one already. */
const PolicyKey = z.coerce.number().int().nullable();

/** Few policies, read by every request: the same text is the same object. */
const policies = new Map<string, PolicySource>();
const POLICIES_KEPT = 500;

const PolicyText = z.string().transform((text) => {
  const known = policies.get(text);
  if (known) return known;
  const policy = PolicySource.parse(JSON.parse(text));
  if (policies.size >= POLICIES_KEPT) policies.clear();
  policies.set(text, policy);
  return policy;
});

const FactsRow = z.object({
  id: z.uuid(),
  mailboxId: z.uuid(),
  mailbox: z.string(),
  easDeviceId: z.string(),
  deviceKey: z.string(),
  deviceType: z.string(),
  protocolVersion: z.string(),
  userAgent: z.string().nullable(),
  accessOverride: z.enum(AccessOverride),
  blockReason: z.enum(BlockReason).nullable(),
  removedAt: z.date().nullable(),
  model: z.string().nullable(),
  os: z.string().nullable(),
  osLanguage: z.string().nullable(),
  address: z.string().nullable(),
  isMailboxEnabled: z.boolean(),
  earlierDevices: z.int(),
  accessRuling: z.enum(StoredAccessLevel),
  accessRevision: z.uuid(),
  accessBook: z.string().nullable(),
  policyKey: PolicyKey,
  policyHash: z.string().nullable(),
  policyKeyAt: z.date().nullable(),
  temporaryPolicyKey: PolicyKey,
  temporaryPolicyHash: z.string().nullable(),
  policyState: z.enum(PolicyState),
  policyDemands: z.number().int(),
  policyDemandsSince: z.date().nullable(),
  policyRounds: z.number().int(),
  policyStops: z.number().int(),
  policyPausedUntil: z.date().nullable(),
  policyStoppedFor: z.string().nullable(),
  passwordHash: z.string().nullable(),
  pingHeartbeat: z.number().int().nullable(),
  pingFolders: PingFolders.nullable(),
  openCommand: z
    .object({
      id: z.uuid(),
      kind: z.enum(CommandKind),
      method: z.enum(CommandMethod),
      state: z.enum(CommandState),
      passwordHash: z.string().nullable(),
      policyKey: z
        .number()
        .nullable()
        .transform((key) => (key === null ? null : BigInt(key))),
    })
    .nullable(),
  exceptions: z.array(ExceptionSource),
  mailboxPolicy: PolicyText.nullable(),
  groupPolicy: PolicyText.nullable(),
  defaultPolicy: PolicyText.nullable(),
});

/**
 * Everything the engine decides from about this mailbox on this phone, in one statement and therefore of one moment; null
 * if the phone is not known. What cannot be read is a fault, never "no policy" or "no command": the engine then answers
 * "try later".
 *
 * @param device `mailbox` as the back end names it, `deviceKey` in lower case
 */
export async function findDeviceFacts(
  ctx: Pick<DomainContext, 'db' | 'now'>,
  device: { mailbox: string; deviceKey: string },
): Promise<DeviceFacts | null> {
  const now = ctx.now();
  const known = knownBook();
  const rows = await factsStatement.ask(ctx.db, { ...device, now, revision: known?.revision ?? null });
  if (rows.length === 0) return null;
  const { exceptions, mailboxPolicy, groupPolicy, defaultPolicy, openCommand, accessRevision, accessBook, ...row } =
    FactsRow.parse(rows[0]);
  return {
    ...row,
    accessOverride: lowerCase(row.accessOverride),
    blockReason: row.blockReason && lowerCase(row.blockReason),
    policyState: lowerCase(row.policyState),
    accessRuling: lowerCase(row.accessRuling),
    accessBook: readAccessBook(accessRevision, accessBook, known),
    openCommand: openCommand && toOpenCommand(openCommand),
    effectivePolicy: effectivePolicy({ exceptions, mailboxPolicy, groupPolicy, defaultPolicy }, now),
  };
}

type FactsQuestion = {
  readonly mailbox: string;
  readonly deviceKey: string;
  readonly now: Date;
  /** Of the access rules that this process has; those of another revision come with the answer. */
  readonly revision: string | null;
};

/** Every request asks this. Its rows are validated by `FactsRow`. */
const factsStatement = new SharedStatement<FactsQuestion, { place: number }>({
  name: 'device-facts',
  text: `
    WITH asked AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::uuid[])
        WITH ORDINALITY AS t (mailbox, device_key, now, revision, place)
    ), policies AS (
      SELECT p.id, p.is_default, json_build_object(
        'id', p.id, 'name', p.name, 'settings', p.settings,
        'allowNonProvisionable', p.allow_non_provisionable, 'treatPartialAsCompliant', p.treat_partial_as_compliant,
        'treatExternalAsCompliant', p.treat_external_as_compliant,
        'refreshIntervalHours', p.refresh_interval_hours)::text AS source
      FROM policy p
    )
    SELECT asked.place::int - 1 AS place, d.id, d.mailbox_id AS "mailboxId", m.name AS mailbox, d.eas_device_id AS "easDeviceId",
      d.device_key AS "deviceKey", d.device_type AS "deviceType", d.protocol_version AS "protocolVersion",
      d.user_agent AS "userAgent", d.access_override::text AS "accessOverride", d.block_reason::text AS "blockReason",
      d.removed_at AS "removedAt", d.model, d.os, d.os_language AS "osLanguage", d.last_address AS address,
      coalesce(m.is_eas_enabled, g.is_eas_enabled, TRUE) AS "isMailboxEnabled",
      CASE WHEN x.max_devices IS NULL THEN 0 ELSE (
        SELECT count(*)::int FROM device o WHERE o.mailbox_id = m.id AND ${takesPlaceSql('o')}
          AND (o.first_contact_at, o.id) < (d.first_contact_at, d.id)) END AS "earlierDevices",
      d.access_ruling::text AS "accessRuling", x.revision AS "accessRevision",
      CASE WHEN x.revision IS DISTINCT FROM asked.revision THEN ${accessBookSql} END AS "accessBook",
      d.policy_key AS "policyKey", d.policy_hash AS "policyHash",
      d.policy_key_at AS "policyKeyAt", d.temporary_policy_key AS "temporaryPolicyKey",
      d.temporary_policy_hash AS "temporaryPolicyHash", d.policy_state::text AS "policyState",
      d.policy_demands AS "policyDemands", d.policy_demands_since AS "policyDemandsSince",
      d.policy_rounds AS "policyRounds", d.policy_stops AS "policyStops", d.policy_paused_until AS "policyPausedUntil",
      d.policy_stopped_for AS "policyStoppedFor",
      d.password_hash AS "passwordHash", d.ping_heartbeat AS "pingHeartbeat", d.ping_folders AS "pingFolders",
      (SELECT jsonb_build_object('id', c.id, 'kind', c.kind, 'method', c.method, 'state', c.state,
          'passwordHash', c.password_hash, 'policyKey', c.policy_key)
        FROM device_command c
        WHERE c.mailbox = m.name AND c.device_key = d.device_key AND c.closed_at IS NULL) AS "openCommand",
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'settings', e.settings, 'startsAt', e.starts_at, 'endsAt', e.ends_at,
          'endedAt', e.ended_at))
        FROM policy_exception e
        WHERE (e.mailbox_id = m.id OR e.group_id = m.group_id) AND (e.ends_at IS NULL OR e.ends_at > asked.now)
          AND (e.ended_at IS NULL OR e.ended_at > asked.now)), '[]') AS exceptions,
      (SELECT p.source FROM policy_assignment a JOIN policies p ON p.id = a.policy_id
        WHERE a.mailbox_id = m.id) AS "mailboxPolicy",
      (SELECT p.source FROM policy_assignment a JOIN policies p ON p.id = a.policy_id
        WHERE a.group_id = m.group_id) AS "groupPolicy",
      (SELECT p.source FROM policies p WHERE p.is_default) AS "defaultPolicy"
    FROM asked JOIN mailbox m ON m.name = asked.mailbox
      JOIN device d ON d.mailbox_id = m.id AND d.device_key = asked.device_key
      LEFT JOIN mailbox_group g ON g.id = m.group_id LEFT JOIN access_settings x ON TRUE`,
  values: (questions) => [
    questions.map(({ mailbox }) => mailbox),
    questions.map(({ deviceKey }) => deviceKey),
    questions.map(({ now }) => now.toISOString()),
    questions.map(({ revision }) => revision),
  ],
});
