import { CircleAlert, CircleCheck, CircleSlash, Hourglass, Send, Unlink, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { CommandState } from '@/lib/domain/commands/contract';

const look: Record<CommandState, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'info', icon: Hourglass },
  delivered: { tone: 'info', icon: Send },
  acknowledged: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleAlert },
  enforced: { tone: 'success', icon: Unlink },
  cancelled: { tone: 'neutral', icon: CircleSlash },
};

/** How far an order has come, in a word. */
export function CommandStateBadge({ state }: { state: CommandState }) {
  const t = useTranslations('commands.states');
  return <Badge {...look[state]}>{t(state)}</Badge>;
}
