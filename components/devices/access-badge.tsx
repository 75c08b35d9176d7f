import { Ban, CircleCheck, ShieldQuestionMark } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { AccessLevel, BlockReason } from '@/lib/domain/devices/contract';

const icon = { allowed: CircleCheck, blocked: Ban, quarantined: ShieldQuestionMark };

/** Whether a device may connect, and if not, why. */
export function AccessBadge({ access, blockReason }: { access: AccessLevel; blockReason?: BlockReason | null }) {
  const t = useTranslations('devices');
  const isAllowed = access === 'allowed';
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={isAllowed ? 'success' : 'warning'} icon={icon[access]}>
        {t(`access.${access}`)}
      </Badge>
      {!isAllowed && blockReason && <span className="text-muted">{t(`blockReasons.${blockReason}`)}</span>}
    </span>
  );
}
