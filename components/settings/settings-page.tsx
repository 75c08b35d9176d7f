'use client';

import { useTranslations } from 'next-intl';
import { AboutSection, type AboutFacts } from '@/components/settings/about-section';
import { AddressSection } from '@/components/settings/address-section';
import { NoticeSection } from '@/components/settings/notice-section';
import { MailServerSection } from '@/components/settings/mail-server-section';
import { PasswordSection } from '@/components/settings/password-section';
import { PreferencesSection } from '@/components/settings/preferences-section';
import type { TimeZones } from '@/components/settings/time-zone-field';
import { TokenSection } from '@/components/settings/token-section';
import { PageHeader } from '@/components/patterns/page-header';
import type { Theme } from '@/components/patterns/preferences';

interface SettingsPageProps {
  theme: Theme;
  timeZones: TimeZones;
  canSeeTokens: boolean;
  canManageTokens: boolean;
  /** What this installation is connected to. */
  canSeeInstallation: boolean;
  /** Null if the role may not read it. */
  about: AboutFacts | null;
}

/** One's own password and preferences, the tokens of scripts, and what is running here. */
export function SettingsPage(props: SettingsPageProps) {
  const { theme, timeZones, canSeeTokens, canManageTokens, canSeeInstallation, about } = props;
  const t = useTranslations('settings');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <div className="grid gap-4 xl:grid-cols-2">
        <PasswordSection />
        <PreferencesSection theme={theme} timeZones={timeZones} />
        <NoticeSection className="xl:col-span-2" />
        {canSeeTokens && <TokenSection canManage={canManageTokens} className="xl:col-span-2" />}
        {canSeeInstallation && <AddressSection className="xl:col-span-2" />}
        {canSeeInstallation && <MailServerSection className="xl:col-span-2" />}
        {about && <AboutSection about={about} className="xl:col-span-2" />}
      </div>
    </>
  );
}
