import type { Platform } from '@/components/policies/setting-catalog';
import { settingCatalog, settingDefaults } from '@/components/policies/setting-catalog';
import type { EffectiveSetting } from '@/lib/domain/policies/contract';

/** Whether a device does what a setting demands. */
export type SettingEffect =
  /** Nothing is demanded. */
  | 'idle'
  /** Its protocol version does not carry the setting. */
  | 'not_told'
  | 'obeyed'
  | 'not_obeyed'
  /** Nothing is known of this kind of phone. */
  | 'unknown';

/**
 * What a kind of phone makes of a setting as it is now. A value that any device has by itself demands nothing.
 *
 * @param platform null: not known
 */
export function settingEffect(setting: EffectiveSetting, platform: Platform | null): SettingEffect {
  if (JSON.stringify(setting.value) === JSON.stringify(settingDefaults[setting.name])) return 'idle';
  if (!setting.isCarried) return 'not_told';
  if (platform === null) return 'unknown';
  const obeyedBy = settingCatalog.find(({ name }) => name === setting.name)?.obeyedBy ?? [];
  return obeyedBy.includes(platform) ? 'obeyed' : 'not_obeyed';
}
