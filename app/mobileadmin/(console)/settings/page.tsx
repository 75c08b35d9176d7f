import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTimeZone, getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { FIXED_TIME_ZONE_COOKIE, readTheme, THEME_COOKIE } from '@/components/patterns/preferences';
import type { AboutFacts } from '@/components/settings/about-section';
import { SettingsPage } from '@/components/settings/settings-page';
import { loadConsoleConfig } from '@/lib/config/console-config';
import { engineAddress } from '@/lib/console/engine-address';
import { noticeQueries } from '@/lib/console/notices/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { settingQueries } from '@/lib/console/settings/queries';
import { requireContext } from '@/lib/console/session';
import { tokenQueries } from '@/lib/console/tokens/queries';
import { planAddresses } from '@/lib/domain/addresses/plan-addresses';
import type { DomainContext } from '@/lib/domain/context';
import { listMailServers } from '@/lib/domain/mail-servers/list-mail-servers';
import { getNoticeSettings } from '@/lib/domain/notices/get-notice-settings';
import { hasPermission } from '@/lib/domain/permissions';
import { getDatabaseFacts } from '@/lib/domain/settings/get-database-facts';
import { listTokens } from '@/lib/domain/tokens/list-tokens';
import packageJson from '@/package.json';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title') };
}

async function loadAbout(ctx: DomainContext): Promise<AboutFacts | null> {
  if (!hasPermission(ctx.actor.role, 'setting:read')) return null;
  const [address, database] = await Promise.all([engineAddress(), getDatabaseFacts(ctx)]);
  const hasPublicAddress = loadConsoleConfig().PUBLIC_URL !== undefined;
  return { version: packageJson.version, engineAddress: address, hasPublicAddress, database };
}

export default async function OwnSettingsPage() {
  const ctx = await requireContext();
  const { role } = ctx.actor;
  const canSeeInstallation = hasPermission(role, 'setting:read');
  const canSeeTokens = hasPermission(role, 'token:read');
  const queryClient = createQueryClient();
  const [about, cookieStore, timeZone] = await Promise.all([
    loadAbout(ctx),
    cookies(),
    getTimeZone(),
    queryClient.prefetchQuery({ ...noticeQueries.own(), queryFn: () => getNoticeSettings(ctx) }),
    canSeeInstallation &&
      queryClient.prefetchQuery({
        ...settingQueries.addresses(),
        queryFn: () => planAddresses(ctx, loadConsoleConfig().PUBLIC_URL),
      }),
    canSeeInstallation &&
      queryClient.prefetchQuery({ ...settingQueries.mailServers(), queryFn: () => listMailServers(ctx) }),
    canSeeTokens && queryClient.prefetchQuery({ ...tokenQueries.list(), queryFn: () => listTokens(ctx) }),
  ]);
  const isFixed = cookieStore.get(FIXED_TIME_ZONE_COOKIE)?.value === '1';
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsPage
        theme={readTheme(cookieStore.get(THEME_COOKIE)?.value)}
        timeZones={{ chosen: isFixed ? timeZone : null, known: Intl.supportedValuesOf('timeZone') }}
        canSeeTokens={canSeeTokens}
        canManageTokens={hasPermission(role, 'token:manage')}
        canSeeInstallation={canSeeInstallation}
        about={about}
      />
    </HydrationBoundary>
  );
}
