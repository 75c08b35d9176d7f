'use client';

import { useTranslations } from 'next-intl';
import { AbsoluteTime } from '@/components/patterns/relative-time';
import { Badge } from '@/components/ui/badge';
import { Code } from '@/components/ui/code';
import type { Tone } from '@/components/ui/tone';
import type { AddressCheck, AddressState, CertificateView, CheckedRecord } from '@/lib/domain/addresses/contract';

const tones: Record<AddressState, Tone> = {
  ok: 'success',
  missing: 'danger',
  elsewhere: 'warning',
  unknown: 'neutral',
};

const certificateTones: Record<CertificateView['state'], Tone> = {
  ok: 'success',
  ends_soon: 'warning',
  ended: 'danger',
  not_begun: 'danger',
  wrong_name: 'danger',
  not_trusted: 'warning',
  unreachable: 'warning',
};

/** Whether the public name is known, and by which addresses. */
export function HostLine({ host }: { host: NonNullable<AddressCheck['host']> }) {
  const t = useTranslations('settings.addresses');
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <Badge tone={tones[host.state]}>{t(`recordStates.${host.state}`)}</Badge>
      {host.addresses.length > 0 && <Code className="text-muted">{host.addresses.join(', ')}</Code>}
    </p>
  );
}

/** How it stands with the certificate, and until when. */
export function CertificateLine({ certificate: { state, validFrom, validTo } }: { certificate: CertificateView }) {
  const t = useTranslations('settings.addresses');
  return (
    <div>
      <Badge tone={certificateTones[state]}>{t(`certificateStates.${state}`)}</Badge>
      {validFrom !== null && validTo !== null && (
        <p className="text-muted">
          {t.rich('validity', { from: () => <AbsoluteTime at={validFrom} />, to: () => <AbsoluteTime at={validTo} /> })}
        </p>
      )}
      {state !== 'ok' && <p>{t(`certificateHints.${state}`)}</p>}
    </div>
  );
}

/** How a record was found; nothing before it was looked up. */
export function RecordState({ checked }: { checked: CheckedRecord | null }) {
  const t = useTranslations('settings.addresses');
  if (!checked) return <span className="text-muted">{t('unchecked')}</span>;
  return (
    <div>
      <Badge tone={tones[checked.state]}>{t(`recordStates.${checked.state}`)}</Badge>
      {checked.found.length > 0 && (
        <span className="block text-muted">
          {t('found')} <Code>{checked.found.join(', ')}</Code>
        </span>
      )}
    </div>
  );
}
