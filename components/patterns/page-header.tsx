/* <PageHeader title="Devices" description="…" actions={…} back={{ href, label: 'All devices' }} titleAside={<Badge/>} /> */
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { TextLink } from '@/components/ui/link';

export interface PageHeaderProps {
  title: ReactNode;
  /** Beside the title, e.g. a state. */
  titleAside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  back?: { href: string; label: string };
}

/** Head of a page: where it belongs, what it is, what can be done with it. */
export function PageHeader({ title, titleAside, description, actions, back }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-col gap-2">
      {back && (
        <TextLink href={back.href} className="inline-flex min-h-6 items-center gap-0.5 self-start">
          <ChevronLeft aria-hidden className="size-4" />
          {back.label}
        </TextLink>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className={classNames('min-w-0', description && 'flex-1 basis-80')}>
          <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl leading-7 font-semibold">{title}</h1>
            {titleAside}
          </div>
          {description && <div className="max-w-3xl text-muted md:text-balance">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
