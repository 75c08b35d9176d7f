'use client';

/*
 * <AnnouncerProvider> stands once in the root layout.
 * const announce = useAnnounce();  announce('Wipe queued.')  announce('Could not …', 'danger')
 * Results appear as a toast and are read out: role=status, failures role=alert. Failures stay until closed.
 */
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type Outcome = 'success' | 'danger';
interface Announcement {
  id: number;
  text: ReactNode;
  outcome: Outcome;
}

const SHOWN_MS = 8000;
const SHOWN_AT_ONCE = 4;

const AnnounceContext = createContext<(text: ReactNode, outcome?: Outcome) => void>(() => undefined);

/** Gives the function that tells people what became of their action. */
export function useAnnounce() {
  return use(AnnounceContext);
}

/** Holds the two live regions. They are in the document before anything is said, or it would not be read out. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [announcements, setAnnouncements] = useState<Announcement[]>([]);
  const nextId = useRef(1);

  const announce = useCallback((text: ReactNode, outcome: Outcome = 'success') => {
    const id = nextId.current++;
    setAnnouncements((shown) => [...shown, { id, text, outcome }].slice(-SHOWN_AT_ONCE));
  }, []);
  const close = useCallback((id: number) => setAnnouncements((shown) => shown.filter((one) => one.id !== id)), []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="pointer-events-none fixed inset-x-4 bottom-4 z-60 flex flex-col items-center gap-2 sm:items-end">
        <div role="status" className="flex w-full flex-col gap-2 sm:w-96">
          {announcements.filter(hasOutcome('success')).map((one) => (
            <Toast key={one.id} announcement={one} onClose={close} />
          ))}
        </div>
        <div role="alert" className="flex w-full flex-col gap-2 sm:w-96">
          {announcements.filter(hasOutcome('danger')).map((one) => (
            <Toast key={one.id} announcement={one} onClose={close} />
          ))}
        </div>
      </div>
    </AnnounceContext>
  );
}

const hasOutcome = (outcome: Outcome) => (one: Announcement) => one.outcome === outcome;

function Toast({ announcement, onClose }: { announcement: Announcement; onClose: (id: number) => void }) {
  const t = useTranslations('common.announcer');
  const [isHeld, setIsHeld] = useState(false);
  const { id, text, outcome } = announcement;

  useEffect(() => {
    if (outcome === 'danger' || isHeld) return undefined;
    const timer = setTimeout(() => onClose(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, outcome, isHeld, onClose]);

  const Icon = outcome === 'danger' ? CircleAlert : CircleCheck;
  return (
    <div
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="animate-appear pointer-events-auto flex items-start gap-2 rounded-md border border-line bg-raised px-3 py-2 shadow-float"
    >
      <Icon
        aria-hidden
        className={classNames('mt-1 size-4 shrink-0', outcome === 'danger' ? 'text-danger-ink' : 'text-success-ink')}
      />
      <div className="min-w-0 flex-1 py-0.5">{text}</div>
      <button
        type="button"
        aria-label={t('close')}
        onClick={() => onClose(id)}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-sunken"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
