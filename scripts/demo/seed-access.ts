import { applyAccess } from '@/lib/domain/access/apply-access';
import type { AccessRuleInput } from '@/lib/domain/access/contract';
import { getAccess } from '@/lib/domain/access/get-access';
import { switchGroup, switchMailbox } from '@/lib/domain/access/switch-eas';
import type { Database } from '@/lib/db/client';
import type { DemoClock, DemoStep } from './demo-clock';
import { demoPhones } from './phones';

const ONE_DAY_MINUTES = 1440;

/** One of each kind. The fleet's phones pass them all. */
const rules: AccessRuleInput[] = [
  {
    name: 'Handhelds of the warehouse',
    level: 'allowed',
    conditions: { deviceType: ['PocketPC', 'Zebra*'], network: ['192.0.2.0/24', '127.0.0.0/8'] },
    isEnabled: true,
  },
  {
    name: 'Guest network of the trade fair',
    level: 'blocked',
    conditions: { network: ['203.0.113.192/26', '2001:db8:40::/48'] },
    isEnabled: true,
  },
  {
    name: 'Android without security updates',
    level: 'quarantined',
    conditions: { os: ['Android*'], osVersion: { below: '7' } },
    isEnabled: true,
  },
  {
    name: 'Mail apps that nobody has checked',
    level: 'quarantined',
    conditions: { userAgent: ['TypeMail*', 'Edison*', 'Spark*'] },
    isEnabled: true,
  },
  {
    name: 'Outlook for iOS and Android',
    level: 'quarantined',
    conditions: { deviceType: ['Outlook'], protocolVersion: { from: '14.0', below: '17' } },
    isEnabled: false,
  },
];

/** Rules, limits, and for whom phones are switched off. */
export function accessSteps(db: Database, clock: DemoClock): DemoStep[] {
  const leftAt = demoPhones.left.lastContactDaysAgo - 0.2;
  return [
    { daysAgo: 45, run: () => applyRules(clock, 45) },
    { daysAgo: 31, run: () => switchExternalStaff(db, clock, 31) },
    {
      daysAgo: leftAt,
      run: async () => {
        const mailboxId = await mailboxIdOf(db, demoPhones.left.mailbox);
        const ctx = clock.administrator(leftAt);
        await switchMailbox(ctx, { mailboxId, isEasEnabled: false, reason: 'Has left the company' });
      },
    },
  ];
}

async function applyRules(clock: DemoClock, daysAgo: number): Promise<void> {
  const ctx = clock.administrator(daysAgo);
  const { revision, settings } = await getAccess(ctx);
  await applyAccess(ctx, {
    revision,
    reason: 'Security review of the autumn',
    rules,
    settings: {
      ...settings,
      maxDevices: 5,
      noticeEn: 'Please call the service desk (extension 4000) so that we can take a look at your phone.',
      noticeDe: 'Bitte rufen Sie den Service-Desk an (Durchwahl 4000), damit wir uns Ihr Telefon ansehen können.',
      autoBlock: { ...settings.autoBlock, isEnabled: true, blockMinutes: ONE_DAY_MINUTES },
    },
  });
}

/** Phones only for those of them who need one. */
async function switchExternalStaff(db: Database, clock: DemoClock, daysAgo: number): Promise<void> {
  const ctx = clock.administrator(daysAgo);
  const { id: groupId } = await db.group.findUniqueOrThrow({
    where: { name: 'External staff' },
    select: { id: true },
  });
  await switchGroup(ctx, { groupId, isEasEnabled: false, reason: 'Mail on phones only where the contract says so' });
  const mailboxId = await mailboxIdOf(db, demoPhones.partner.mailbox);
  await switchMailbox(ctx, { mailboxId, isEasEnabled: true, reason: 'On call for the warehouse system' });
}

async function mailboxIdOf(db: Database, name: string): Promise<string> {
  const { id } = await db.mailbox.findUniqueOrThrow({ where: { name }, select: { id: true } });
  return id;
}
