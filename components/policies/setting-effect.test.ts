import { expect, it } from 'vitest';
import { settingEffect } from '@/components/policies/setting-effect';
import type { EffectiveSetting } from '@/lib/domain/policies/contract';

const setting = (name: EffectiveSetting['name'], value: EffectiveSetting['value'], isCarried = true) => ({
  name,
  value,
  origin: 'default' as const,
  exceptionId: null,
  exceptionEndsAt: null,
  policyValue: value,
  isCarried,
});

it.each([
  ['AllowCamera', true, 'ios', true, 'idle'],
  ['AllowCamera', false, 'ios', true, 'obeyed'],
  ['AllowWiFi', false, 'ios', true, 'not_obeyed'],
  ['MaxEmailAgeFilter', 3, 'ios', true, 'not_obeyed'],
  ['MaxEmailAgeFilter', 3, 'android', true, 'obeyed'],
  ['AllowCamera', false, null, true, 'unknown'],
  ['AllowCamera', false, 'ios', false, 'not_told'],
  ['ApprovedApplicationList', [], 'ios', true, 'idle'],
] as const)('%s at %o on %s (carried: %s) is %s', (name, value, platform, isCarried, effect) => {
  expect(
    settingEffect(setting(name, Array.isArray(value) ? [...value] : (value as boolean), isCarried), platform),
  ).toBe(effect);
});
