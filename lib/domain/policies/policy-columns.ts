import type { Prisma } from '@/lib/db/generated/client';

/** What `PolicyTerms` are read from: what devices are told, and how their answers are judged. */
export const policyTermsColumns = {
  settings: true,
  allowNonProvisionable: true,
  treatPartialAsCompliant: true,
  treatExternalAsCompliant: true,
} as const satisfies Prisma.PolicySelect;

/** What a person edits, and the version that every save counts up. */
export const editedPolicyColumns = {
  name: true,
  description: true,
  ...policyTermsColumns,
  refreshIntervalHours: true,
  version: true,
} as const satisfies Prisma.PolicySelect;
