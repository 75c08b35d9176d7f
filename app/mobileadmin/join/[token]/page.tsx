import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { JoinForm } from '@/components/join/join-form';
import { LinkNotUsable } from '@/components/join/link-not-usable';
import { readTheme, THEME_COOKIE } from '@/components/patterns/preferences';
import { EntryFrame } from '@/components/shell/entry-frame';
import { isRefusal } from '@/lib/console/is-refusal';
import { openContext } from '@/lib/console/session';
import type { LinkPreview } from '@/lib/domain/people/contract';
import { previewLink } from '@/lib/domain/people/preview-link';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return { title: { absolute: t('appName') } };
}

/** What the link is for; null if it cannot be used. */
async function findLink(token: string): Promise<LinkPreview | null> {
  try {
    return await previewLink(await openContext(), token);
  } catch (error) {
    if (isRefusal(error, 'link_not_usable')) return null;
    throw error;
  }
}

export default async function JoinPage({ params }: PageProps<'/mobileadmin/join/[token]'>) {
  const { token } = await params;
  const [link, t, roles, cookieStore] = await Promise.all([
    findLink(token),
    getTranslations('join'),
    getTranslations('common.roles'),
    cookies(),
  ]);
  const theme = readTheme(cookieStore.get(THEME_COOKIE)?.value);
  if (!link) {
    return (
      <EntryFrame title={t('notUsableTitle')} theme={theme}>
        <LinkNotUsable hasTitle={false} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame
      title={t(`${link.purpose}.title`)}
      intro={
        <>
          {link.email && <strong className="block text-ink">{link.email}</strong>}
          {t(`${link.purpose}.intro`, { role: link.role ? roles(link.role) : '' })}
        </>
      }
      theme={theme}
    >
      <JoinForm token={token} link={link} />
    </EntryFrame>
  );
}
