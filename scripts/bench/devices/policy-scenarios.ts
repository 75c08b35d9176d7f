import type { DomainContext } from '@/lib/domain/context';

import { exportExemptions, reportExemptions } from '@/lib/domain/exceptions/report-exemptions';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { previewPolicyChange } from '@/lib/domain/policies/preview-policy-change';
import { report, reportOnce, type ServerCpu } from './measure';

/** What saving a policy would do, of the one that most devices have and of one that few have, and who is exempt today. */
export async function policyScenarios(ctx: DomainContext, serverCpu: ServerCpu): Promise<void> {
  const { db } = ctx;
  const baseline = () => db.$queryRaw`SELECT count(*) FROM device WHERE policy_hash <> 'outdated'`;
  await report('baseline: count of devices by their hash', baseline, serverCpu);
  for (const [name, isDefault] of [
    ['policy preview: default policy', true],
    ['policy preview: policy of a group', false],
  ] as const) {
    const policy = await db.policy.findFirstOrThrow({
      where: isDefault ? { isDefault } : { isDefault, assignments: { some: { groupId: { not: null } } } },
      select: { id: true, settings: true },
    });
    const settings = PolicySettings.parse(policy.settings);
    const stricter = { ...settings, MinDevicePasswordLength: 16, MaxInactivityTimeDeviceLock: 60 };
    const input = { policyId: policy.id, settings: PolicySettings.parse(stricter), allowNonProvisionable: false };
    await report(name, () => previewPolicyChange(ctx, input), serverCpu);
  }
  await report('who is exempt today', () => reportExemptions(ctx), serverCpu);
  await reportOnce(
    'who is exempt today, as a file',
    async () => {
      for await (const _ of exportExemptions(ctx));
    },
    serverCpu,
  );
}
