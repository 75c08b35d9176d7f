import { FileJson } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { headers } from 'next/headers';
import { ApiReference } from '@/components/api-reference/api-reference';
import { PageHeader } from '@/components/patterns/page-header';
import { DownloadLink } from '@/components/ui/link';
import { loadConsoleConfig } from '@/lib/config/console-config';
import { errorReference, openApiDocument } from '@/lib/console/openapi/document';
import { requireContext } from '@/lib/console/session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiReference');
  return { title: t('title') };
}

export default async function ApiPage() {
  const [, t, headerStore] = await Promise.all([requireContext(), getTranslations('apiReference'), headers()]);
  const origin = loadConsoleConfig().PUBLIC_URL ?? `http://${headerStore.get('host') ?? 'localhost'}`;
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <DownloadLink icon={FileJson} href="/api/v1/openapi.json">
            {t('download')}
          </DownloadLink>
        }
      />
      <ApiReference document={openApiDocument()} errors={errorReference} origin={origin.replace(/\/$/, '')} />
    </>
  );
}
