import {
  Building2,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Hourglass,
  RefreshCcw,
  ShieldOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { DevicePolicyState } from '@/lib/domain/devices/contract';

const look: Record<DevicePolicyState, { tone: Tone; icon: LucideIcon }> = {
  none: { tone: 'neutral', icon: CircleDashed },
  told: { tone: 'info', icon: Hourglass },
  applied: { tone: 'success', icon: CircleCheck },
  partial: { tone: 'warning', icon: TriangleAlert },
  refused: { tone: 'danger', icon: CircleSlash },
  external: { tone: 'warning', icon: Building2 },
  looping: { tone: 'danger', icon: CircleAlert },
  outdated: { tone: 'warning', icon: RefreshCcw },
  exempt: { tone: 'neutral', icon: ShieldOff },
};

/** How far a device follows its policy, in a word. */
export function PolicyStateBadge({ state }: { state: DevicePolicyState }) {
  const t = useTranslations('devices.policyStates');
  return <Badge {...look[state]}>{t(state)}</Badge>;
}
