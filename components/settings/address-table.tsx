'use client';

import { useTranslations } from 'next-intl';
import { RecordState } from '@/components/settings/address-lines';
import type { Column } from '@/components/patterns/column';
import { DataTable } from '@/components/patterns/data-table';
import { Copyable } from '@/components/ui/copyable';
import type { AddressCheck, AddressRecord } from '@/lib/domain/addresses/contract';

interface AddressTableProps {
  domain: string;
  records: readonly AddressRecord[];
  /** Null: not looked up yet. */
  checked: AddressCheck['domains'][number] | null;
}

/** The records of one mail domain, to be copied, and how each was found. */
export function AddressTable({ domain, records, checked }: AddressTableProps) {
  const t = useTranslations('settings.addresses');
  const columns: Column<AddressRecord>[] = [
    { id: 'type', header: t('columns.type'), isRowHeader: true, cell: ({ type }) => t(`types.${type}`) },
    {
      id: 'name',
      header: t('columns.name'),
      cell: ({ name }) => <Copyable value={name} label={t('copyName', { name })} />,
    },
    {
      id: 'value',
      header: t('columns.value'),
      cell: ({ name, value }) => <Copyable value={value} label={t('copyValue', { name })} />,
    },
    {
      id: 'state',
      header: t('columns.state'),
      cell: ({ name }) => <RecordState checked={checked?.records.find((one) => one.name === name) ?? null} />,
    },
  ];
  return (
    <div className="min-w-0">
      <h3 className="pb-1 font-medium wrap-anywhere">{domain}</h3>
      <DataTable
        caption={t('caption', { domain })}
        columns={columns}
        rows={records}
        rowKey={({ name }) => name}
        isCompact
      />
      {checked?.isInCertificate === false && (
        <p className="pt-1 text-muted">{t('notInCertificate', { name: `autodiscover.${domain}` })}</p>
      )}
    </div>
  );
}
