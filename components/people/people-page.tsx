'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { MailboxesTab } from '@/components/people/mailboxes-tab';
import { PeopleTab } from '@/components/people/people-tab';
import { tabOf } from '@/components/people/people-tabs';
import { PageHeader } from '@/components/patterns/page-header';
import { Tabs } from '@/components/ui/tabs';

/** What the reader may see and do here. */
export interface PeopleAbilities {
  canSeePeople: boolean;
  canManagePeople: boolean;
  canManageMailboxes: boolean;
}

/** People who sign in to the console, and the mailboxes whose phones they look after. */
export function PeoplePage({ can }: { can: PeopleAbilities }) {
  const t = useTranslations('people');
  const tab = tabOf(useSearchParams().get('tab'), can.canSeePeople);
  if (!can.canSeePeople) {
    return (
      <>
        <PageHeader title={t('tabs.mailboxes')} description={t('mailboxes.description')} />
        <MailboxesTab canManage={can.canManageMailboxes} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t('title')} description={t(`${tab}.description`)} />
      <Tabs
        label={t('tabs.label')}
        value={tab}
        onValueChange={(next) =>
          window.history.pushState(
            null,
            '',
            next === 'people' ? '/mobileadmin/people' : '/mobileadmin/people?tab=mailboxes',
          )
        }
        tabs={[
          { value: 'people', label: t('tabs.people'), content: <PeopleTab canManage={can.canManagePeople} /> },
          {
            value: 'mailboxes',
            label: t('tabs.mailboxes'),
            content: <MailboxesTab canManage={can.canManageMailboxes} />,
          },
        ]}
      />
    </>
  );
}
