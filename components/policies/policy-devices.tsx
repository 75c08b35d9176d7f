import { useFormatter, useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { PolicyView } from '@/lib/domain/policies/contract';

/** Policy states of devices that do not follow the policy in force for them. */
const openStates = ['told', 'partial', 'refused', 'external', 'looping', 'outdated'] as const;

/** Without those that this policy takes for compliance. */
function statesToShow({ treatPartialAsCompliant, treatExternalAsCompliant }: PolicyView) {
  return openStates.filter(
    (state) => !(state === 'partial' && treatPartialAsCompliant) && !(state === 'external' && treatExternalAsCompliant),
  );
}

/** How many devices the policy holds for, and how many of them follow it. */
export function PolicyDevices({ policy }: { policy: PolicyView }) {
  const t = useTranslations('policies.devices');
  const format = useFormatter();
  const { deviceCount, compliantCount } = policy;
  const pending = deviceCount - compliantCount;
  if (deviceCount === 0) {
    return (
      <Section title={t('title')}>
        <p>{t('none')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('title')}>
      <DescriptionList>
        <Description term={t('count')}>{format.number(deviceCount)}</Description>
        <Description term={t('compliant')}>{format.number(compliantCount)}</Description>
        <Description term={t('pending')}>
          {pending > 0 ? <Badge tone="warning">{format.number(pending)}</Badge> : format.number(pending)}
        </Description>
      </DescriptionList>
      <p className="mt-2 text-muted">{t('hint')}</p>
      {pending > 0 && (
        <p className="mt-2">
          <TextLink href={`/mobileadmin/devices${writeDeviceListQuery({ policyState: statesToShow(policy) })}`}>
            {t('showOpen')}
          </TextLink>
        </p>
      )}
    </Section>
  );
}
