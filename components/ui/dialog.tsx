'use client';

/*
 * <Dialog isOpen onOpenChange={(isOpen) => …} title="…" description="…" footer={<>…buttons…</>} size="md|lg">…</Dialog>
 * Controlled. Traps the focus, closes on Escape, gives the focus back to where it was; if that element is gone, to the
 * page's heading. The focus starts on the dialog itself, so that what it says is read first; with `startsInForm` on the
 * first field. With `isBusy` it cannot be closed while an answer is under way.
 */
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  size?: 'md' | 'lg';
  isBusy?: boolean;
  startsInForm?: boolean;
  children?: ReactNode;
}

const contentClass =
  'animate-appear fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-lg border border-line bg-raised shadow-float ' +
  'focus:outline-none sm:inset-x-auto sm:start-1/2 sm:top-[8vh] sm:bottom-auto sm:max-h-[84dvh] sm:w-[calc(100vw-2rem)] ' +
  'sm:-translate-x-1/2 sm:rounded-lg rtl:sm:translate-x-1/2';

/** A modal dialog: title, what it is about, content that scrolls, actions that stay in sight. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  footer,
  size = 'md',
  isBusy,
  startsInForm,
  children,
}: DialogProps) {
  const t = useTranslations('common.dialog');
  const opener = useRef<Element | null>(null);
  const content = useRef<HTMLDivElement>(null);

  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => (isBusy ? undefined : onOpenChange(next))}>
      <Radix.Portal>
        <Radix.Overlay className="animate-appear fixed inset-0 z-40 bg-[rgb(10_14_20/0.55)]" />
        <Radix.Content
          ref={content}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classNames(contentClass, size === 'lg' ? 'sm:max-w-3xl' : 'sm:max-w-lg')}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            const field = startsInForm && content.current?.querySelector('input, textarea, select');
            if (field instanceof HTMLElement) field.focus();
            else content.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus(opener.current);
          }}
        >
          <header className="flex items-start justify-between gap-4 border-b border-line px-4 py-3">
            <Radix.Title className="pt-1 text-base font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('close')}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-sunken"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </header>
          <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-4 py-4">
            {description && <Radix.Description asChild>{asBlock(description)}</Radix.Description>}
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function asBlock(content: ReactNode) {
  return <div>{content}</div>;
}

/** The opener may be gone with what the dialog did, e.g. a menu item or a removed row, or go as soon as data arrives. */
function returnFocus(opener: Element | null) {
  if (!(opener instanceof HTMLElement) || !opener.isConnected || opener === document.body) {
    focusHeading();
    return;
  }
  opener.focus();
  const observer = new MutationObserver(() => {
    if (opener.isConnected) return;
    observer.disconnect();
    if (document.activeElement === document.body) focusHeading();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('focusin', () => observer.disconnect(), { once: true });
}

function focusHeading() {
  const heading = document.querySelector('h1');
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus();
}
