import { useTranslations } from 'next-intl';
import { useByteText } from '@/components/patterns/byte-text';
import { Copyable } from '@/components/ui/copyable';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import type { DatabaseFacts } from '@/lib/domain/settings/contract';

export interface AboutFacts {
  version: string;
  /** What people type into their phones. */
  engineAddress: string;
  /** False while the engine is reached by its port, without a public address. */
  hasPublicAddress: boolean;
  database: DatabaseFacts;
}

/** What is running here: what support asks for first. */
export function AboutSection({ about, className }: { about: AboutFacts; className?: string }) {
  const t = useTranslations('settings.about');
  const byteText = useByteText();
  const { name, serverVersion, sizeBytes } = about.database;
  return (
    <Section id="about" title={t('title')} className={className}>
      <DescriptionList>
        <Description term={t('version')}>{about.version}</Description>
        <Description term={t('engine')}>
          <Copyable value={about.engineAddress} label={t('copyEngine')} />
          <p className="text-muted">{about.hasPublicAddress ? t('enginePublic') : t('engineLocal')}</p>
        </Description>
        <Description term={t('database')}>
          {t('databaseValue', { name, version: serverVersion, size: byteText(sizeBytes) })}
        </Description>
      </DescriptionList>
    </Section>
  );
}
