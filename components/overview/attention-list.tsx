'use client';

import {
  Ban,
  BellOff,
  CalendarClock,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Hourglass,
  RefreshCcw,
  ShieldQuestionMark,
  ServerOff,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import NextLink from 'next/link';
import { useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { Section } from '@/components/ui/section';
import { writeDeviceListQuery } from '@/lib/console/devices/search-params';
import type { DeviceListQuery } from '@/lib/domain/devices/contract';
import type { Overview } from '@/lib/domain/overview/contract';

interface Matter {
  /** Text of `overview`, with the count. */
  key:
    | 'mailServer'
    | 'failedCommands'
    | 'policyLoop'
    | 'policyRefused'
    | 'cut'
    | 'quarantined'
    | 'openCommands'
    | 'silent'
    | 'blocked'
    | 'exceptionsEnding';
  count: number;
  /** Of `cut`: after how long. */
  seconds?: number;
  /** Of `mailServer`: which, and what is the matter. */
  server?: Overview['mailServerProblems'][number];
  href: string;
  icon: LucideIcon;
  iconClass: string;
}

const devices = (query: Partial<DeviceListQuery>) => `/mobileadmin/devices${writeDeviceListQuery(query)}`;
const urgent = 'text-danger-ink';
const notable = 'text-warning-ink';
const calm = 'text-info-ink';

function mattersOf(overview: Overview, canSeeExceptions: boolean): Matter[] {
  const failedCount = overview.openCommands.filter((command) => command.state === 'failed').length;
  const waitingCount = overview.openCommands.length - failedCount;
  const matters: Matter[] = [
    ...overview.mailServerProblems.map((server) => mailServerMatter(server)),
    {
      key: 'failedCommands',
      count: failedCount,
      href: devices({ state: ['wipe_failed', 'delete_failed'] }),
      icon: CircleAlert,
      iconClass: urgent,
    },
    {
      key: 'policyLoop',
      count: overview.policyLoopCount,
      href: devices({ policyState: ['looping'] }),
      icon: RefreshCcw,
      iconClass: urgent,
    },
    {
      key: 'policyRefused',
      count: overview.policyRefusedCount,
      href: devices({ policyState: ['refused'] }),
      icon: CircleSlash,
      iconClass: urgent,
    },
    {
      key: 'quarantined',
      count: overview.quarantinedCount,
      href: canSeeExceptions ? '/mobileadmin/access' : devices({ access: ['quarantined'] }),
      icon: ShieldQuestionMark,
      iconClass: urgent,
    },
    {
      key: 'cut',
      count: overview.cutCount,
      seconds: overview.cutAfterSeconds ?? 0,
      href: devices({ push: 'cut' }),
      icon: Unplug,
      iconClass: urgent,
    },
    {
      key: 'openCommands',
      count: waitingCount,
      href: devices({ state: ['wipe_pending', 'delete_pending'] }),
      icon: Hourglass,
      iconClass: calm,
    },
    {
      key: 'exceptionsEnding',
      count: canSeeExceptions ? overview.exceptionsEndingSoon.length : 0,
      href: '/mobileadmin/exceptions',
      icon: CalendarClock,
      iconClass: notable,
    },
    {
      key: 'silent',
      count: overview.silentCount,
      href: devices({ state: ['silent'] }),
      icon: BellOff,
      iconClass: notable,
    },
    {
      key: 'blocked',
      count: overview.blockedCount,
      href: devices({ access: ['blocked'] }),
      icon: Ban,
      iconClass: notable,
    },
  ];
  return matters.filter((matter) => matter.count > 0);
}

function mailServerMatter(server: Overview['mailServerProblems'][number]): Matter {
  const iconClass = server.problem === 'not_configured' ? notable : urgent;
  return {
    key: 'mailServer',
    count: 1,
    server,
    href: '/mobileadmin/settings#mail-servers',
    icon: ServerOff,
    iconClass,
  };
}

interface AttentionListProps {
  overview: Overview;
  canSeeExceptions: boolean;
}

/** What needs a look, the most urgent first; each line leads to exactly the things it counts. */
export function AttentionList({ overview, canSeeExceptions }: AttentionListProps) {
  const t = useTranslations('overview');
  const problems = useTranslations('settings.mailServers.problems');
  const matters = mattersOf(overview, canSeeExceptions);
  return (
    <Section title={t('attention')} isFlush>
      {matters.length === 0 ? (
        <p className="flex items-center gap-2 p-4">
          <CircleCheck aria-hidden className="size-4 text-success-ink" />
          {t('nothing')}
        </p>
      ) : (
        <ul>
          {matters.map(({ key, count, seconds = 0, server, href, icon: Icon, iconClass }) => (
            <li key={server ? server.protocol : key} className="border-line not-first:border-t">
              <NextLink href={href} className="flex min-h-11 items-center gap-3 px-4 py-2 hover:bg-sunken">
                <Icon aria-hidden className={classNames('size-4 shrink-0', iconClass)} />
                <span className="min-w-0 flex-1">
                  {t(key, {
                    count,
                    seconds,
                    protocol: server?.protocol.toUpperCase() ?? '',
                    problem: server ? problems(server.problem) : '',
                  })}
                </span>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
              </NextLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
