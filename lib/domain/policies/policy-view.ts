import type { Database, Transaction } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/client';
import { PolicySettings, type AssignmentView, type PolicyView } from '@/lib/domain/policies/contract';
import { countDevicesByPolicy, type DeviceGroup } from '@/lib/domain/policies/count-devices-by-policy';
import { editedPolicyColumns } from '@/lib/domain/policies/policy-columns';
import { isCompliant } from '@/lib/domain/policies/policy-tolerance';

const LIMIT = 500;

const select = {
  id: true,
  ...editedPolicyColumns,
  isDefault: true,
  createdAt: true,
  updatedAt: true,
  assignments: {
    select: { mailbox: { select: { id: true, name: true } }, group: { select: { id: true, name: true } } },
  },
} as const satisfies Prisma.PolicySelect;

type PolicyRow = Prisma.PolicyGetPayload<{ select: typeof select }>;

/** The default policy first, then by name; in two queries, however many policies and devices there are. */
export async function loadPolicyViews(db: Database | Transaction, now: Date, policyId?: string): Promise<PolicyView[]> {
  const [rows, groups] = await Promise.all([
    db.policy.findMany({
      where: { id: policyId },
      select,
      orderBy: [{ isDefault: 'desc' }, { name: 'asc' }],
      take: LIMIT,
    }),
    countDevicesByPolicy(db, now, policyId),
  ]);
  return rows.map((row) =>
    toPolicyView(
      row,
      groups.filter((group) => group.policyId === row.id),
    ),
  );
}

function toPolicyView(row: PolicyRow, groups: DeviceGroup[]): PolicyView {
  const settings = PolicySettings.parse(row.settings);
  const compliant = groups.filter((group) => isCompliant(group, { ...row, settings }));
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    settings,
    allowNonProvisionable: row.allowNonProvisionable,
    treatPartialAsCompliant: row.treatPartialAsCompliant,
    treatExternalAsCompliant: row.treatExternalAsCompliant,
    refreshIntervalHours: row.refreshIntervalHours,
    isDefault: row.isDefault,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    assignments: row.assignments.flatMap(toAssignmentView).sort(byKindAndName),
    deviceCount: sum(groups),
    compliantCount: sum(compliant),
  };
}

function toAssignmentView({ mailbox, group }: PolicyRow['assignments'][number]): AssignmentView[] {
  if (mailbox) return [{ kind: 'mailbox', ...mailbox }];
  return group ? [{ kind: 'group', ...group }] : [];
}

function byKindAndName(a: AssignmentView, b: AssignmentView): number {
  return a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name);
}

function sum(groups: DeviceGroup[]): number {
  return groups.reduce((total, group) => total + group.count, 0);
}
