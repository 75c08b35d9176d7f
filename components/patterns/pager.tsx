/* <Pager label="Pages of devices" previousHref={…|null} nextHref={…|null} summary="1,204 devices" /> */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ButtonLink } from '@/components/ui/link';
import { Button } from '@/components/ui/button';

interface PagerProps {
  label: string;
  previousHref: string | null;
  nextHref: string | null;
  summary?: ReactNode;
}

/** Leads to the pages before and after. Links, so that a page can be bookmarked or opened in a tab. */
export function Pager({ label, previousHref, nextHref, summary }: PagerProps) {
  const t = useTranslations('common.pager');
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3 pt-3">
      <p className="text-muted">{summary}</p>
      {(previousHref || nextHref) && (
        <div className="flex gap-2">
          {previousHref ? (
            <ButtonLink href={previousHref} icon={ChevronLeft}>
              {t('previous')}
            </ButtonLink>
          ) : (
            <Button icon={ChevronLeft} disabled>
              {t('previous')}
            </Button>
          )}
          {nextHref ? (
            <ButtonLink href={nextHref}>
              {t('next')}
              <ChevronRight aria-hidden />
            </ButtonLink>
          ) : (
            <Button disabled>
              {t('next')}
              <ChevronRight aria-hidden />
            </Button>
          )}
        </div>
      )}
    </nav>
  );
}
