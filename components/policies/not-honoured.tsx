'use client';

import { useTranslations } from 'next-intl';
import { platformOf, type DeviceTraits } from '@/components/policies/platform-of';
import { settingEffect } from '@/components/policies/setting-effect';
import { Section } from '@/components/ui/section';
import type { EffectiveSetting } from '@/lib/domain/policies/contract';

interface NotHonouredProps {
  settings: readonly EffectiveSetting[];
  device: DeviceTraits;
  protocolVersion: string;
}

/** What is demanded of this kind of phone and has no effect on it, whatever it acknowledges. */
export function NotHonoured({ settings, device, protocolVersion }: NotHonouredProps) {
  const t = useTranslations('policies.effective');
  const platforms = useTranslations('policies.setting.platforms');
  const labels = useTranslations('policies.fields');
  const platform = platformOf(device);
  const withEffect = (effect: ReturnType<typeof settingEffect>) =>
    settings.filter((setting) => settingEffect(setting, platform) === effect);
  const [ignored, untold] = [withEffect('not_obeyed'), withEffect('not_told')];
  const names = (found: readonly EffectiveSetting[]) => (
    <ul className="list-disc ps-5">
      {found.map(({ name }) => (
        <li key={name}>{labels(`${name}.label`)}</li>
      ))}
    </ul>
  );
  return (
    <Section title={t('honour')}>
      <div className="flex flex-col gap-3">
        {platform === null && <p>{t('honourUnknown')}</p>}
        {platform !== null && ignored.length === 0 && <p>{t('honourAll', { platform: platforms(platform) })}</p>}
        {platform !== null && ignored.length > 0 && (
          <div>
            <p>{t('honourNot', { platform: platforms(platform), count: ignored.length })}</p>
            {names(ignored)}
          </div>
        )}
        {untold.length > 0 && (
          <div>
            <p>{t('honourUntold', { version: protocolVersion })}</p>
            {names(untold)}
          </div>
        )}
      </div>
    </Section>
  );
}
