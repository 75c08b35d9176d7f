/* <Brand /> name of the product with its mark, as in the browser's tab. */
import { useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';

/** Says what this is, at the head of navigation and of the pages before sign-in. */
export function Brand({ className }: { className?: string }) {
  const t = useTranslations('common');
  return (
    <p className={classNames('flex items-center gap-2 font-semibold', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <g fill="none" strokeWidth="2.2" strokeLinecap="round" className="stroke-on-accent">
          <rect x="10" y="5" width="12" height="22" rx="2.5" />
          <path d="M14.5 23.4h3" />
        </g>
      </svg>
      {t('appName')}
    </p>
  );
}
