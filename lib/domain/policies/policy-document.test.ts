import { describe, expect, it } from 'vitest';
import { PolicySettings } from '@/lib/domain/policies/contract';
import { policyDocument, policyHash } from '@/lib/domain/policies/policy-document';

const settings = (values: Partial<PolicySettings> = {}) => PolicySettings.parse(values);

describe('what a device is told', () => {
  it('forces nobody to provision again when a policy is edited back and forth', () => {
    const before = policyHash(settings({ MinDevicePasswordLength: 4 }), '16.1');
    expect(policyHash(settings({ MinDevicePasswordLength: 6 }), '16.1')).not.toBe(before);
    expect(policyHash(settings({ MinDevicePasswordLength: 4 }), '16.1')).toBe(before);
  });

  it('does not depend on the order in which the settings were saved', () => {
    const one = settings({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
    const other = Object.fromEntries(Object.entries(one).toReversed());
    expect(policyHash(PolicySettings.parse(other), '14.1')).toBe(policyHash(one, '14.1'));
  });

  it('never loops on a setting that the version does not speak', () => {
    const encrypted = settings({ RequireDeviceEncryption: true });
    expect(policyHash(encrypted, '12.0')).toBe(policyHash(settings(), '12.0'));
    expect(policyHash(encrypted, '12.1')).not.toBe(policyHash(settings(), '12.1'));
  });

  it('takes back what was demanded before when nothing is in force any more', () => {
    expect(policyDocument(null, '16.1')).toContainEqual({ name: 'DevicePasswordEnabled', value: '0' });
    expect(policyDocument(null, '16.1')).toContainEqual({ name: 'MinDevicePasswordLength', value: '' });
  });

  it('treats a version that is not served as the one that carries least', () => {
    expect(policyHash(settings(), '99.9')).toBe(policyHash(settings(), '12.0'));
  });
});
