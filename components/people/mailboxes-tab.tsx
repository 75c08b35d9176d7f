'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { GroupSection } from '@/components/people/group-section';
import { mailboxAddress } from '@/components/people/mailbox-address';
import { MailboxTable } from '@/components/people/mailbox-table';
import { FilterBar, SearchField } from '@/components/patterns/filter-bar';
import { useAddressQuery } from '@/components/patterns/address-query';
import { Select } from '@/components/ui/select';
import { mailboxQueries } from '@/lib/console/mailboxes/queries';

const ANY = 'any';

/** Mailboxes with the policy in force for each, and the groups they are in. */
export function MailboxesTab({ canManage }: { canManage: boolean }) {
  const t = useTranslations('people.mailboxes');
  const { query, change } = useAddressQuery(mailboxAddress.read, mailboxAddress.write);
  const { data } = useQuery(mailboxQueries.groups());
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <FilterBar label={t('findLabel')}>
          <SearchField
            label={t('search')}
            placeholder={t('searchPlaceholder')}
            value={query.search ?? ''}
            onSearch={(text) => change({ search: text === '' ? undefined : text }, { isTyping: true })}
          />
          <Select
            isFilter
            className="max-sm:grow"
            aria-label={t('group')}
            value={query.groupId ?? ANY}
            options={[
              { value: ANY, label: t('anyGroup') },
              ...(data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onValueChange={(value) => change({ groupId: value === ANY ? undefined : value })}
          />
        </FilterBar>
        <MailboxTable canManage={canManage} />
      </div>
      <GroupSection canManage={canManage} className="max-xl:order-first" />
    </div>
  );
}
