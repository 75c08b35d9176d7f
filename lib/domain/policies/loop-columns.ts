import type { Prisma } from '@/lib/db/generated/client';

/** The device is not stopped. */
export const notStopped = {
  policyStops: 0,
  policyPausedUntil: null,
  policyStoppedFor: null,
  policyLoopCause: null,
} as const satisfies Prisma.DeviceUpdateManyMutationInput;

/** As if the loop guard had never counted anything. */
export const nothingCounted = {
  policyDemands: 0,
  policyDemandsSince: null,
  policyRounds: 0,
  ...notStopped,
} as const satisfies Prisma.DeviceUpdateManyMutationInput;
