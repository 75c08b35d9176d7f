import { randomUUID } from 'node:crypto';
import type { Transaction } from '@/lib/db/client';
import {
  AccessConditions,
  type AccessRuleInput,
  type AccessView,
  type ApplyAccessInput,
} from '@/lib/domain/access/contract';
import { getAccess } from '@/lib/domain/access/get-access';
import { reassessDevices } from '@/lib/domain/access/reassess-devices';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase, upperCase } from '@/lib/domain/enum-case';
import { appendAudit } from '@/lib/domain/history/append-audit';
import { canonicalJson } from '@/lib/domain/history/canonical-json';
import { requirePermission } from '@/lib/domain/permissions';
import { signalConsole, signalEngine } from '@/lib/domain/send-signals';
import { DomainError } from '@/lib/errors/domain-error';

/** Every device there is may have to be decided upon anew. */
const TIMEOUT_MS = 120_000;

/**
 * Puts settings and rules in force, as a whole. From the commit on, every front end decides by them; held requests end,
 * so that nobody stays connected who may not.
 *
 * @throws DomainError `permission_denied`, `access_changed_meanwhile`, `access_rule_not_found`
 */
export async function applyAccess(ctx: DomainContext, input: ApplyAccessInput): Promise<AccessView> {
  requirePermission(ctx.actor, 'access:manage');
  const { revision, reason, settings, rules } = input;
  await ctx.db.$transaction(
    async (tx) => {
      // Whoever comes second waits here, and finds another revision.
      await tx.$queryRaw`SELECT id FROM access_settings FOR UPDATE`;
      const old = await tx.accessSettings.findUniqueOrThrow({ where: { id: 1 } });
      if (old.revision !== revision) throw new DomainError('access_changed_meanwhile', `now at ${old.revision}`);
      const before = await snapshot(tx);
      await replaceRules(tx, ctx, rules);
      const defaultLevel = upperCase(settings.defaultLevel);
      await tx.accessSettings.update({ where: { id: 1 }, data: { ...settings, defaultLevel } });
      const after = await snapshot(tx);
      if (canonicalJson(before) === canonicalJson(after)) return;
      await tx.accessSettings.update({ where: { id: 1 }, data: { revision: randomUUID() } });
      await reassessDevices(tx);
      const target = { kind: 'access', id: null, name: 'access' } as const;
      await appendAudit(tx, ctx, { action: 'access_rules_applied', target, reason, before, after });
      await signalEngine(tx, { kind: 'all', why: 'access' });
      await signalConsole(tx, { topic: 'access' });
      await signalConsole(tx, { topic: 'devices' });
    },
    { timeout: TIMEOUT_MS },
  );
  return getAccess(ctx);
}

/** What the history says, before and after. */
async function snapshot(tx: Transaction): Promise<Record<string, unknown>> {
  const { id: _id, revision: _revision, ...settings } = await tx.accessSettings.findUniqueOrThrow({ where: { id: 1 } });
  const rules = await tx.accessRule.findMany({
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, level: true, conditions: true, isEnabled: true },
  });
  return {
    ...settings,
    defaultLevel: lowerCase(settings.defaultLevel),
    rules: rules.map((rule) => ({ ...rule, level: lowerCase(rule.level) })),
  };
}

async function replaceRules(tx: Transaction, ctx: DomainContext, rules: readonly AccessRuleInput[]): Promise<void> {
  const stored = new Map((await tx.accessRule.findMany()).map((rule) => [rule.id, rule]));
  const kept = rules.flatMap(({ id }) => id ?? []);
  const missing = kept.find((id) => !stored.has(id));
  if (missing !== undefined) throw new DomainError('access_rule_not_found', missing);
  await tx.accessRule.deleteMany({ where: { id: { notIn: kept } } });
  const author = { updatedAt: ctx.now(), updatedBy: ctx.actor.name };
  for (const [position, { id, ...rule }] of rules.entries()) {
    const data = { ...rule, level: upperCase(rule.level) };
    const known = id === undefined ? undefined : stored.get(id);
    if (!known) {
      const origin = { createdAt: author.updatedAt, createdBy: author.updatedBy };
      await tx.accessRule.create({ data: { ...data, ...author, ...origin, position } });
      continue;
    }
    const { name, level, conditions, isEnabled } = known;
    const stands = { name, level, conditions: AccessConditions.parse(conditions), isEnabled };
    const isChanged = canonicalJson(stands) !== canonicalJson(data);
    if (!isChanged && known.position === position) continue;
    await tx.accessRule.update({
      where: { id: known.id },
      data: { position, ...(isChanged && { ...data, ...author }) },
    });
  }
}
