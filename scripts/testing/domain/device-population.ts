import { SeededRandom } from '@/engine/testing/seeded-random';
import type { Database } from '@/lib/db/client';
import { AccessLevel, AccessOverride, BlockReason, CommandKind, PolicyState } from '@/lib/db/generated/client';
import type { CommandState } from '@/lib/db/generated/client';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { policyHash } from '@/lib/domain/policies/policy-document';

const VERSIONS = ['12.1', '14.0', '14.1', '16.0', '16.1'];
const DAY_MS = 24 * 60 * 60_000;

/**
 * Devices in all sorts of combinations of state, access, policy and silence that the database allows, believable or not, each with
 * a mailbox of its own: a third under its own policy, a third under that of a group, some under an exception.
 */
export async function seedPopulation(db: Database, count: number, now: Date): Promise<void> {
  const policies = [];
  for (const length of [4, 6, 8]) {
    const settings = PolicySettings.parse({ DevicePasswordEnabled: true, MinDevicePasswordLength: length });
    const data = { name: `length ${length}`, settings, isDefault: length === 4 };
    policies.push({ ...(await db.policy.create({ data })), settings });
  }
  const [standard, ofGroup, own] = policies;
  if (!standard || !ofGroup || !own) throw new Error('There are three policies');
  const group = await db.group.create({ data: { name: 'population' } });
  await db.policyAssignment.create({ data: { policyId: ofGroup.id, groupId: group.id } });

  const choices = new SeededRandom(42);
  for (let index = 0; index < count; index += 1) {
    const kind = choices.pick(['default', 'group', 'mailbox'] as const);
    const policy = { default: standard, group: ofGroup, mailbox: own }[kind];
    const version = choices.pick(['16.1', '14.1', ...VERSIONS]);
    const hash = choices.pick([policyHash(policy.settings, version), 'of another policy', null]);
    const lastContactAt = new Date(now.getTime() - choices.pick([0, 3, 10, 30, 30.5, 200]) * DAY_MS - index * 1000);
    const mailbox = await db.mailbox.create({
      data: { name: `p${index}@example.com`, groupId: kind === 'group' ? group.id : null, groupChoice: 'BY_HAND' },
    });
    if (kind === 'mailbox') {
      await db.policyAssignment.create({ data: { policyId: own.id, mailboxId: mailbox.id } });
    }
    const device = await db.device.create({
      data: {
        mailboxId: mailbox.id,
        easDeviceId: `Pop${index}`,
        deviceKey: `pop${index}`,
        deviceType: choices.pick(['iPhone', 'Android', 'iPad']),
        protocolVersion: version,
        firstContactAt: new Date(now.getTime() - 300 * DAY_MS + (index % 7) * DAY_MS),
        lastContactAt,
        ...accessOf(choices, now),
        blockReason: choices.pick([null, null, ...Object.values(BlockReason)]),
        removedAt: choices.pick([null, null, null, lastContactAt]),
        policyState: choices.pick([PolicyState.APPLIED, ...Object.values(PolicyState)]),
        policyHash: hash,
        temporaryPolicyHash: choices.pick([null, null, policyHash(policy.settings, version), 'of another policy']),
      },
    });
    if (choices.pick([false, false, false, true])) {
      await db.deviceCommand.create({
        data: {
          mailbox: mailbox.name,
          deviceKey: device.deviceKey,
          easDeviceId: device.easDeviceId,
          deviceId: device.id,
          deviceName: device.deviceType,
          kind: choices.pick([CommandKind.WIPE, CommandKind.DELETE]),
          method: 'REMOTE_WIPE',
          reason: 'population',
          queuedById: 'test',
          queuedByName: 'test',
          deliveredAt: now,
          ...choices.pick<{ state: CommandState; closedAt?: Date }>([
            { state: 'QUEUED' },
            { state: 'DELIVERED' },
            { state: 'FAILED' },
            { state: 'CANCELLED', closedAt: now },
          ]),
        },
      });
    }
    await exemptSome(db, choices, { mailboxId: mailbox.id, now });
  }
}

/** Half of them have an exception, from everything or from settings, that held, holds or will hold. */
async function exemptSome(
  db: Database,
  choices: SeededRandom,
  { mailboxId, now }: { mailboxId: string; now: Date },
): Promise<void> {
  const term = choices.pick([null, null, null, { from: -1, until: 1 }, { from: -2, until: -1 }, { from: 1, until: 2 }]);
  if (!term) return;
  const settings = choices.pick([[], [], ['AllowCamera'], ['AllowCamera', 'DevicePasswordEnabled']]);
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS);
  const startsAt = at(term.from);
  const decision = { reason: 'r', approvedBy: 'a', createdBy: 'c' };
  const data = { mailboxId, ...decision, settings, startsAt, endsAt: at(term.until), remindAt: startsAt };
  await db.policyException.create({ data });
}

function accessOf(choices: SeededRandom, now: Date) {
  const accessOverride = choices.pick([AccessOverride.AUTOMATIC, ...Object.values(AccessOverride)]);
  // What a person allows is allowed, whatever the rules say.
  const ruled = choices.pick([AccessLevel.ALLOWED, AccessLevel.ALLOWED, ...Object.values(AccessLevel)]);
  if (accessOverride === AccessOverride.AUTOMATIC && ruled === AccessLevel.BLOCKED && choices.pick([true, false])) {
    const until = new Date(now.getTime() + DAY_MS);
    const what = { kind: 'sendMail', count: 301, limit: 300, minutes: 60 };
    const autoBlock = { ...what, since: now.toISOString(), until: until.toISOString() };
    return { accessOverride, accessRuling: ruled, autoBlock, autoBlockedUntil: until };
  }
  return { accessOverride, accessRuling: accessOverride === AccessOverride.ALLOW ? AccessLevel.ALLOWED : ruled };
}
