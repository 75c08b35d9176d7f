import { AccessConditions, AccessSettings, type AccessView } from '@/lib/domain/access/contract';
import type { DomainContext } from '@/lib/domain/context';
import { lowerCase } from '@/lib/domain/enum-case';
import { requirePermission } from '@/lib/domain/permissions';

const RULE_LIMIT = 200;

/**
 * Settings and rules, with who wrote them, as of one moment.
 *
 * @throws DomainError `permission_denied`
 */
export async function getAccess(ctx: DomainContext): Promise<AccessView> {
  requirePermission(ctx.actor, 'access:read');
  const [row, rules] = await ctx.db.$transaction(
    [
      ctx.db.accessSettings.findUniqueOrThrow({ where: { id: 1 } }),
      ctx.db.accessRule.findMany({ orderBy: [{ position: 'asc' }, { id: 'asc' }], take: RULE_LIMIT }),
    ],
    { isolationLevel: 'RepeatableRead' },
  );
  const { id: _id, revision, defaultLevel, ...settings } = row;
  return {
    revision,
    settings: AccessSettings.parse({ ...settings, defaultLevel: lowerCase(defaultLevel) }),
    rules: rules.map(({ position: _position, level, conditions, createdAt, updatedAt, ...rule }) => ({
      ...rule,
      level: lowerCase(level),
      conditions: AccessConditions.parse(conditions),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    })),
  };
}
