import {
  Ban,
  BellOff,
  CircleAlert,
  CircleCheck,
  Hourglass,
  RotateCcw,
  ShieldQuestionMark,
  Unlink,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { DeviceState } from '@/lib/domain/devices/contract';

const look: Record<DeviceState, { tone: Tone; icon: LucideIcon }> = {
  active: { tone: 'success', icon: CircleCheck },
  silent: { tone: 'warning', icon: BellOff },
  wipe_pending: { tone: 'info', icon: Hourglass },
  wipe_failed: { tone: 'danger', icon: CircleAlert },
  wiped: { tone: 'neutral', icon: RotateCcw },
  delete_pending: { tone: 'info', icon: Hourglass },
  delete_failed: { tone: 'danger', icon: CircleAlert },
  removed: { tone: 'neutral', icon: Unlink },
  blocked: { tone: 'warning', icon: Ban },
  quarantined: { tone: 'warning', icon: ShieldQuestionMark },
};

/** Where a device stands, in a word. */
export function DeviceStateBadge({ state }: { state: DeviceState }) {
  const t = useTranslations('devices.states');
  return <Badge {...look[state]}>{t(state)}</Badge>;
}
