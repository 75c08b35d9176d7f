'use client';

import NextLink from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { pageHref, pageIcon, pageOfPath, type PageId } from '@/components/shell/navigation';
import { classNames } from '@/components/ui/class-names';

/** The main navigation: the pages a role may see, the present one marked. */
export function NavigationList({ pages, onNavigate }: { pages: readonly PageId[]; onNavigate?: () => void }) {
  const t = useTranslations('shell');
  const current = pageOfPath(usePathname());
  return (
    <nav aria-label={t('navigation')}>
      <ul className="flex flex-col gap-0.5">
        {pages.map((page) => {
          const Icon = pageIcon[page];
          const isCurrent = page === current;
          return (
            <li key={page}>
              <NextLink
                href={pageHref(page)}
                aria-current={isCurrent ? 'page' : undefined}
                onClick={onNavigate}
                className={classNames(
                  'flex min-h-9 items-center gap-2.5 rounded-md border-s-2 px-2.5 py-1.5',
                  isCurrent
                    ? 'border-accent bg-info-soft font-medium text-info-ink'
                    : 'border-transparent hover:bg-sunken',
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {t(`pages.${page}`)}
              </NextLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
