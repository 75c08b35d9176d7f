import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { readTheme, THEME_COOKIE } from '@/components/patterns/preferences';
import { EntryFrame } from '@/components/shell/entry-frame';
import { ButtonLink } from '@/components/ui/link';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell.notFound');
  return { title: t('title') };
}

/** An address that no page has. */
export default async function NotFound() {
  const [t, cookieStore] = await Promise.all([getTranslations('shell.notFound'), cookies()]);
  return (
    <EntryFrame title={t('title')} intro={t('hint')} theme={readTheme(cookieStore.get(THEME_COOKIE)?.value)}>
      <ButtonLink href="/mobileadmin/devices">{t('back')}</ButtonLink>
    </EntryFrame>
  );
}
