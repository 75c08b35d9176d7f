import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/patterns/empty-state';
import { Copyable } from '@/components/ui/copyable';

/** Before the first phone: says how one is connected, with the address to type. */
export function NoDevices({ engineAddress }: { engineAddress: string }) {
  const t = useTranslations('devices.list');
  return (
    <EmptyState title={t('empty')} hint={t('emptyHint')}>
      <h2 className="mt-2 font-semibold">{t('emptySteps')}</h2>
      <ol className="flex max-w-prose list-decimal flex-col gap-2 ps-5">
        <li>{t('emptyStepApp')}</li>
        <li>
          {t('emptyStepAddress')}
          <br />
          <Copyable value={engineAddress} label={t('copyAddress')} />
        </li>
        <li>{t('emptyStepSignIn')}</li>
      </ol>
    </EmptyState>
  );
}
