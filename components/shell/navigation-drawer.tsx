'use client';

import { Menu, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import type { PageId } from '@/components/shell/navigation';
import { NavigationList } from '@/components/shell/navigation-list';

const roundButtonClass = 'inline-flex size-9 items-center justify-center rounded-md hover:bg-sunken';

/** The main navigation on small screens: behind a button, in a drawer that traps and returns the focus. */
export function NavigationDrawer({ pages }: { pages: readonly PageId[] }) {
  const t = useTranslations('shell');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Radix.Root open={isOpen} onOpenChange={setIsOpen}>
      <Radix.Trigger aria-label={t('openNavigation')} className={roundButtonClass}>
        <Menu aria-hidden className="size-5" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="animate-appear fixed inset-0 z-40 bg-[rgb(10_14_20/0.55)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="animate-appear fixed inset-y-0 start-0 z-50 flex w-72 max-w-[85vw] flex-col gap-3 overflow-y-auto border-e border-line bg-surface p-3 shadow-float"
        >
          <div className="flex items-center justify-between">
            <Radix.Title className="px-2 font-semibold">{t('navigation')}</Radix.Title>
            <Radix.Close aria-label={t('closeNavigation')} className={roundButtonClass}>
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </div>
          <NavigationList pages={pages} onNavigate={() => setIsOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
