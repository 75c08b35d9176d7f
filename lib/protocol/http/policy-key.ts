import { parsePolicyKey } from '@/lib/protocol/eas/provision';

/**
 * The policy key of a request. Absent is not the same as 0: a device that has no such field cannot provision at all,
 * one that sends 0 has not done so yet.
 *
 * @see [MS-ASHTTP] 2.2.1.1.2.8 X-MS-PolicyKey
 */
export type PolicyKey = { readonly kind: 'absent' } | { readonly kind: 'present'; readonly value: number };

export const absentPolicyKey: PolicyKey = Object.freeze({ kind: 'absent' });

/** The key in a header. What is no number counts as 0, so that the device is asked to provision. */
export const policyKeyOfHeader = (header: string | undefined): PolicyKey =>
  header === undefined || header.trim() === '' ? absentPolicyKey : { kind: 'present', value: parsePolicyKey(header) };
