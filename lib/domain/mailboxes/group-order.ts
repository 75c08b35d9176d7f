import type { Database, Transaction } from '@/lib/db/client';
import type { OrderGroupsInput } from '@/lib/domain/mailboxes/contract';
import type { PlannedGroup } from '@/lib/domain/mailboxes/planned-moves';
import { DomainError } from '@/lib/errors/domain-error';

interface PlannedOrder {
  changed: (PlannedGroup & { position: number })[];
  namesBefore: string[];
  namesAfter: string[];
}

/**
 * Which groups get another position, and the names in the order of now and then.
 *
 * @throws DomainError `groups_changed_meanwhile` if the groups are not those, or not in the order, that the caller saw
 */
export async function groupOrder(db: Database | Transaction, input: OrderGroupsInput): Promise<PlannedOrder> {
  const rows = await db.group.findMany({
    select: { id: true, name: true, patterns: true, position: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: input.formerGroupIds.length + 1,
  });
  const isAsSeen =
    rows.length === input.formerGroupIds.length && rows.every(({ id }, index) => id === input.formerGroupIds[index]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const wanted = [...new Set(input.groupIds)].map((id) => byId.get(id)).filter((row) => row !== undefined);
  if (!isAsSeen || wanted.length !== rows.length) {
    throw new DomainError('groups_changed_meanwhile', 'the order seen is not the order there is');
  }
  return {
    changed: wanted
      .map((row, index) => ({ ...row, former: row.position, position: index + 1 }))
      .filter(({ former, position }) => former !== position)
      .map(({ id, patterns, position }) => ({ id, patterns, position })),
    namesBefore: rows.map(({ name }) => name),
    namesAfter: wanted.map(({ name }) => name),
  };
}
