import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { PolicyEditing } from '@/components/policies/policy-editing';
import { Alert } from '@/components/ui/alert';
import { TextLink } from '@/components/ui/link';
import type { AffectedDevices, PolicyImpact } from '@/lib/domain/policies/contract';

interface PolicyImpactListProps {
  impact: PolicyImpact;
  editing: PolicyEditing;
}

/** Which devices saving concerns and how, by name, what that means for their owners, and the way back. */
export function PolicyImpactList({ impact, editing }: PolicyImpactListProps) {
  const t = useTranslations('policies.save');
  const { provisionAgain, fallOut, loseAccess } = impact;
  const hasInterval = editing.changes.some(({ name, after }) => name === 'refreshIntervalHours' && after !== null);
  const isSaidAbove = isWithin(fallOut, provisionAgain);
  return (
    <div className="flex flex-col gap-4">
      {loseAccess.count > 0 && (
        <Alert tone="warning" title={t('loseAccess', { count: loseAccess.count })}>
          <p>{t('loseAccessHow')}</p>
          <DeviceNames affected={loseAccess} label={t('loseAccess', { count: loseAccess.count })} />
        </Alert>
      )}
      <Part
        title={provisionAgain.count === 0 ? t('nobody') : t('devices', { count: provisionAgain.count })}
        affected={provisionAgain}
      >
        {provisionAgain.count > 0 && <p>{t('how')}</p>}
        {fallOut.count > 0 && isSaidAbove && <p>{t('fallOutSame', { count: fallOut.count })}</p>}
      </Part>
      {fallOut.count > 0 && !isSaidAbove && (
        <Part title={t('fallOut', { count: fallOut.count })} affected={fallOut}>
          <p>{t('fallOutHow')}</p>
        </Part>
      )}
      {hasInterval && <p>{t('refresh')}</p>}
      <p className="text-muted">{t('undo')}</p>
    </div>
  );
}

/** The names need no second list if all of them stand in the first, or if both are cut off at the same devices. */
function isWithin(some: AffectedDevices, all: AffectedDevices): boolean {
  const names = new Set(all.devices.map(({ id }) => id));
  return some.count <= all.count && some.devices.every(({ id }) => names.has(id));
}

interface PartProps {
  title: string;
  affected: AffectedDevices;
  children: ReactNode;
}

function Part({ title, affected, children }: PartProps) {
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="font-semibold">
        {title}
      </p>
      {children}
      <DeviceNames affected={affected} label={title} />
    </div>
  );
}

/** The first devices, with links that leave the draft alone, and how many more there are. */
function DeviceNames({ affected, label }: { affected: AffectedDevices; label: string }) {
  const t = useTranslations('policies.save');
  const { count, devices } = affected;
  const hidden = count - devices.length;
  if (devices.length === 0) return null;
  return (
    <ul
      aria-label={label}
      className="mt-1 flex max-h-40 flex-col gap-0.5 overflow-y-auto rounded-md border border-line px-3 py-2"
    >
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
  );
}
