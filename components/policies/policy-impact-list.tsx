import { useTranslations } from 'next-intl';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { TextLink } from '@/components/ui/link';
import type { PolicyImpact } from '@/lib/domain/policies/contract';

interface PolicyImpactListProps {
  impact: PolicyImpact;
  editing: PolicyEditing;
}

/** How many devices have to provision again, which they are, what that means for their owners, and the way back. */
export function PolicyImpactList({ impact, editing }: PolicyImpactListProps) {
  const t = useTranslations('policies.save');
  const { reprovisionCount: count, devices } = impact;
  const hidden = count - devices.length;
  const isStricter = editing.base.allowNonProvisionable && !editing.draft.allowNonProvisionable;
  const hasInterval = editing.changes.some(({ name, after }) => name === 'refreshIntervalHours' && after !== null);
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="font-semibold">
        {count === 0 ? t('nobody') : t('devices', { count })}
      </p>
      {count > 0 && <p>{t('how')}</p>}
      {devices.length > 0 && (
        <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto rounded-md border border-line px-3 py-2">
          {devices.map((device) => (
            <li key={device.id} className="flex flex-wrap items-center gap-x-2">
              <TextLink
                className="inline-flex min-h-6 items-center"
                href={`/mobileadmin/devices/${device.id}`}
                target="_blank"
              >
                {device.name}
              </TextLink>
              <span className="text-muted">{device.mailbox}</span>
            </li>
          ))}
          {hidden > 0 && <li className="text-muted">{t('more', { count: hidden })}</li>}
        </ul>
      )}
      {isStricter && <p>{t('strict')}</p>}
      {hasInterval && <p>{t('refresh')}</p>}
      <p className="text-muted">{t('undo')}</p>
    </div>
  );
}
