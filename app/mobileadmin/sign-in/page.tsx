import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { readTheme, THEME_COOKIE } from '@/components/patterns/preferences';
import { EntryFrame } from '@/components/shell/entry-frame';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { nextPage } from '@/lib/console/auth/next-page';
import { findContext } from '@/lib/console/session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('title') };
}

export default async function SignInPage({ searchParams }: PageProps<'/mobileadmin/sign-in'>) {
  const [{ next }, ctx, t, cookieStore] = await Promise.all([
    searchParams,
    findContext(),
    getTranslations('signIn'),
    cookies(),
  ]);
  const wanted = nextPage(next);
  if (ctx) redirect(wanted);
  return (
    <EntryFrame title={t('title')} theme={readTheme(cookieStore.get(THEME_COOKIE)?.value)}>
      <SignInForm nextPage={wanted} />
    </EntryFrame>
  );
}
