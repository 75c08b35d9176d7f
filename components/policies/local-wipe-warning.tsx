import { useTranslations } from 'next-intl';
import type { PolicyDraft } from '@/components/policies/policy-draft';
import { Alert } from '@/components/ui/alert';

/** The attempts after which phones would erase themselves under this draft; null if they never do. */
function localWipeAttempts(draft: PolicyDraft): number | null {
  const attempts = draft.MaxDevicePasswordFailedAttempts;
  return draft.DevicePasswordEnabled && attempts !== null && Number.isInteger(attempts) ? attempts : null;
}

/** Says in plain words what the limit of failed attempts does on the phone: the only setting that destroys data. */
export function LocalWipeWarning({ draft }: { draft: PolicyDraft }) {
  const t = useTranslations('policies.localWipe');
  const attempts = localWipeAttempts(draft);
  if (attempts === null) return null;
  return (
    <Alert tone="warning" title={t('title', { attempts })}>
      {t('text')}
    </Alert>
  );
}
