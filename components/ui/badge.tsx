/*
 * <Badge tone="neutral|info|success|warning|danger" icon={Check}>Acknowledged</Badge>
 */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { toneClass, toneIcon, type Tone } from '@/components/ui/tone';

export interface BadgeProps {
  tone?: Tone;
  /** Says the same as the word; defaults to the icon of the tone. */
  icon?: LucideIcon;
  children: ReactNode;
  className?: string;
}

/** What is as it should be stays quiet, so that the rest stands out. */
const isQuiet = (tone: Tone) => tone === 'success' || tone === 'neutral';

/** A state in a word, with an icon and a tone that say the same. */
export function Badge({ tone = 'neutral', icon, children, className }: BadgeProps) {
  const Icon = icon ?? toneIcon[tone];
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium [&_svg]:size-3.5 [&_svg]:shrink-0',
        toneClass[tone],
        isQuiet(tone) && 'bg-transparent px-0',
        className,
      )}
    >
      <Icon aria-hidden />
      <span>{children}</span>
    </span>
  );
}
