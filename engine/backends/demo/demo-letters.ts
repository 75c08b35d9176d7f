import type { DemoAttachment } from './demo-attachments';

/** One mail of the demo mailbox. `{first}` and `{me}` stand for the owner's first name and address. */
export type DemoLetter = {
  readonly folder: 'inbox' | 'sent' | 'drafts' | 'archive' | 'projects' | 'junk';
  /** The other side: sender of what was received, recipient of what was sent. */
  readonly who: readonly [name: string, address: string];
  readonly subject: string;
  readonly text: string;
  readonly hoursAgo: number;
  readonly isUnread?: boolean;
  readonly importance?: 'low' | 'high';
  /** Sent as HTML only, as newsletters are. */
  readonly isHtml?: boolean;
  /** The same text once more, as HTML. */
  readonly html?: string;
  readonly attachments?: readonly DemoAttachment[];
};

const people = {
  weber: ['Katrin Weber', 'katrin.weber@example.com'],
  okafor: ['Chidi Okafor', 'chidi.okafor@example.com'],
  lindqvist: ['Maja Lindqvist', 'maja.lindqvist@example.com'],
  moreau: ['Julien Moreau', 'julien.moreau@example.org'],
  tanaka: ['Yuki Tanaka', 'y.tanaka@example.net'],
  brandt: ['Jörg Brandt', 'joerg.brandt@example.com'],
  support: ['IT Service Desk', 'servicedesk@example.com'],
  facilities: ['Facilities', 'facilities@example.com'],
  travel: ['Rail Europe Business', 'tickets@rail.example.org'],
  hr: ['People & Culture', 'people@example.com'],
  bank: ['Invoice Desk', 'invoices@supplier.example.net'],
  news: ['Mountain Hut Weekly', 'hello@huts.example.org'],
  calendar: ['Priya Nair', 'priya.nair@example.com'],
  lottery: ['Claims Office', 'winner@prize.example.net'],
} as const satisfies Record<string, readonly [string, string]>;

const received: readonly DemoLetter[] = [
  {
    folder: 'inbox',
    who: people.weber,
    hoursAgo: 1,
    isUnread: true,
    subject: 'Slides for Thursday',
    attachments: ['numbers'],
    text: 'Hi {first},\n\nthe draft is in the usual place. Could you look at pages 7 to 9 before the call? The numbers for the north region changed again this morning.\n\nKatrin',
  },
  {
    folder: 'inbox',
    who: people.support,
    hoursAgo: 2,
    isUnread: true,
    importance: 'high',
    subject: 'Planned maintenance tonight, 22:00 to 23:30',
    text: 'Dear all,\n\nthe file server will be unavailable tonight between 22:00 and 23:30. Mail and phones are not affected. Please close open documents before you leave.\n\nIT Service Desk',
  },
  {
    folder: 'inbox',
    who: people.okafor,
    hoursAgo: 4,
    isUnread: true,
    subject: 'Re: Contract with Halden',
    text: 'Legal is fine with section 4 now. Two small changes in the annex, marked in yellow. If you sign today they can start on Monday.\n\nChidi',
  },
  {
    folder: 'inbox',
    who: people.travel,
    hoursAgo: 6,
    subject: 'Your ticket: Köln – Brussels, 08:43',
    text: 'Booking RX4T9\nCoach 24, seat 61, window, quiet zone\nDeparture 08:43, platform 5\n\nShow this message or the code in the app. Have a pleasant journey.',
    html: '<p>Booking <b>RX4T9</b><br>Coach 24, seat 61, window, quiet zone<br>Departure 08:43, platform 5</p><p><img src="cid:code@demo.example" width="64" height="64" alt="Code of the ticket"></p><p>Show this message or the code in the app. Have a pleasant journey.</p>',
    attachments: ['code'],
  },
  {
    folder: 'inbox',
    who: people.lindqvist,
    hoursAgo: 9,
    subject: 'Lunch?',
    text: 'The Greek place has reopened. 12:30?\n/Maja',
  },
  {
    folder: 'inbox',
    who: people.brandt,
    hoursAgo: 22,
    isUnread: true,
    subject: 'Übergabe Lager Süd',
    text: 'Hallo {first},\n\ndie Übergabe ist am Dienstag um 9 Uhr. Bitte die Schlüsselliste mitbringen, die alte stimmt nicht mehr.\n\nGrüße\nJörg',
  },
  {
    folder: 'inbox',
    who: people.calendar,
    hoursAgo: 25,
    subject: 'Notes from the weekly',
    text: 'Decisions\n- Release moves to the 14th\n- Maja takes over the customer survey\n- No meeting next week\n\nOpen\n- Who talks to the auditors? {first}, can you?\n\nPriya',
  },
  {
    folder: 'inbox',
    who: people.news,
    hoursAgo: 28,
    isHtml: true,
    isUnread: true,
    subject: 'Five huts that open early this year',
    text: '<h1>Early season</h1><p>Snow is melting fast. These five huts open before <b>1 May</b>:</p><ul><li>Karwendelhaus</li><li>Coaz</li><li>Refuge du Goûter &amp; Tête Rousse</li></ul><p><a href="https://huts.example.org/early">Read more</a></p>',
  },
  {
    folder: 'inbox',
    who: people.bank,
    hoursAgo: 31,
    subject: 'Invoice 2024-1187',
    attachments: ['invoice'],
    text: 'Please find the details of invoice 2024-1187 over 1,284.50 EUR below. Payable within 30 days without deduction.\n\nPosition 1: 5 licences, annual\nPosition 2: onboarding, half a day',
  },
  {
    folder: 'inbox',
    who: people.moreau,
    hoursAgo: 46,
    subject: 'Photos de la conférence',
    text: 'Salut {first},\n\nles photos sont enfin triées. La meilleure est celle où le micro tombe en panne pendant ta question.\n\nÀ bientôt,\nJulien',
  },
  {
    folder: 'inbox',
    who: people.hr,
    hoursAgo: 50,
    subject: 'Your leave request has been approved',
    text: 'Hello {first},\n\nyour leave from the 3rd to the 12th has been approved. Remaining days this year: 14.',
  },
  {
    folder: 'inbox',
    who: people.tanaka,
    hoursAgo: 54,
    subject: 'Sample shipment has left Osaka',
    text: 'Dear {first},\n\nthe samples left yesterday evening. Tracking number 7731-0098-12. Customs usually takes two days.\n\nBest regards,\nYuki Tanaka',
  },
  {
    folder: 'inbox',
    who: people.facilities,
    hoursAgo: 70,
    importance: 'low',
    subject: 'Lift B out of service until Friday',
    text: 'Lift B is being repaired. Please use lift A or the stairs. We are sorry for the inconvenience.',
  },
  {
    folder: 'inbox',
    who: people.weber,
    hoursAgo: 74,
    subject: 'Re: Budget, second round',
    text: 'Agreed on travel and training. Hardware I cannot defend without a list. Who needs a new phone this year, and why?\n\nKatrin',
  },
  {
    folder: 'inbox',
    who: people.support,
    hoursAgo: 77,
    subject: 'New phone: how to connect your mailbox',
    text: 'Hello {first},\n\nadd an account of the kind Exchange, enter {me} and your password, and accept the security policy that the phone shows. If the phone is ever lost, call us at once: we can wipe it from here.\n\nIT Service Desk',
  },
  {
    folder: 'inbox',
    who: people.okafor,
    hoursAgo: 98,
    subject: 'Parking on Wednesday',
    text: 'My spot is free on Wednesday if you need one for the visitors from Osaka.\n\nChidi',
  },
  {
    folder: 'inbox',
    who: people.lindqvist,
    hoursAgo: 120,
    subject: 'Survey results, first look',
    text: 'Response rate 61 %, better than last year.\n\nWhat people like: the team, the flexible hours.\nWhat they do not: slow laptops, the coffee.\n\nFull report next week.\n/Maja',
  },
  {
    folder: 'inbox',
    who: people.calendar,
    hoursAgo: 124,
    subject: 'Interview on Monday, 14:00',
    text: 'The candidate for the support team comes at 14:00. CV is attached to the calendar entry. You take the first half hour, I take the second.\n\nPriya',
  },
  {
    folder: 'inbox',
    who: people.brandt,
    hoursAgo: 150,
    subject: 'Fundsache: Diensthandy',
    text: 'Im Besprechungsraum 2 lag ein Telefon mit grüner Hülle. Es liegt jetzt am Empfang.\n\nJörg',
  },
  {
    folder: 'inbox',
    who: people.news,
    hoursAgo: 196,
    isHtml: true,
    subject: 'Packing light: the 6 kg list',
    text: '<p>Less is more. Our editor crossed the Alps with <b>6 kg</b>.</p><p>1 pair of shoes<br>2 shirts<br>no regrets</p>',
  },
  {
    folder: 'inbox',
    who: people.moreau,
    hoursAgo: 220,
    subject: 'Article: relecture',
    text: 'Bonjour,\n\nvoici la troisième version. J’ai raccourci l’introduction et refait le tableau 2.\n\nJulien',
  },
  {
    folder: 'inbox',
    who: people.hr,
    hoursAgo: 260,
    subject: 'Welcome event for new colleagues',
    text: 'Seven new colleagues start this month. Come and meet them on the 20th at 16:00 in the canteen. There will be cake.',
  },
  {
    folder: 'inbox',
    who: people.bank,
    hoursAgo: 300,
    subject: 'Reminder: invoice 2024-1102',
    text: 'Perhaps it slipped through: invoice 2024-1102 has been due since last Friday. If you have paid meanwhile, please ignore this message.',
  },
  {
    folder: 'inbox',
    who: people.tanaka,
    hoursAgo: 340,
    subject: 'Thank you for your visit',
    text: 'Dear {first},\n\nthank you for coming all the way to Osaka. The team still talks about your presentation.\n\nYuki Tanaka',
  },
];

const filed: readonly DemoLetter[] = [
  {
    folder: 'projects',
    who: people.okafor,
    hoursAgo: 180,
    subject: 'Halden: scope of phase 2',
    text: 'In scope: migration of 240 mailboxes, phones, shared calendars.\nOut of scope: the old archive.\n\nChidi',
  },
  {
    folder: 'projects',
    who: people.weber,
    hoursAgo: 290,
    subject: 'Halden: kick-off',
    text: 'Kick-off is on the 9th at 10:00 in their office. Dress code: safety shoes, they want to show us the plant.',
  },
  {
    folder: 'projects',
    who: people.calendar,
    hoursAgo: 410,
    subject: 'Halden: who is who',
    text: 'Signe Aas – head of IT\nTor Berg – network\nInger Lund – works council, must agree to the phone policy',
  },
  {
    folder: 'archive',
    who: people.facilities,
    hoursAgo: 1500,
    subject: 'Key handed over',
    text: 'Key 114 was handed over to you. Please return it when you leave the project.',
  },
  {
    folder: 'archive',
    who: people.hr,
    hoursAgo: 2100,
    subject: 'Your contract',
    text: 'Welcome aboard! The signed contract is on its way by post.',
  },
  {
    folder: 'archive',
    who: people.support,
    hoursAgo: 2200,
    subject: 'Your account is ready',
    text: 'Your mailbox {me} has been created. You will be asked to choose a new password at the first sign-in.',
  },
  {
    folder: 'junk',
    who: people.lottery,
    hoursAgo: 60,
    isUnread: true,
    subject: 'CONGRATULATIONS!!! You have won',
    text: 'Dear lucky winner,\n\nyour address was drawn. To claim the prize of 4,500,000 send us a copy of your passport.',
  },
  {
    folder: 'junk',
    who: people.lottery,
    hoursAgo: 130,
    isUnread: true,
    subject: 'Last chance to claim',
    text: 'We have not heard from you. The prize will be given to somebody else.',
  },
];

const written: readonly DemoLetter[] = [
  {
    folder: 'sent',
    who: people.weber,
    hoursAgo: 20,
    subject: 'Re: Slides for Thursday',
    text: 'Will do tonight. Is the north region final now?',
  },
  {
    folder: 'sent',
    who: people.okafor,
    hoursAgo: 5,
    subject: 'Contract with Halden',
    text: 'Hi Chidi,\n\nany news from Legal about section 4? They keep asking.',
  },
  {
    folder: 'sent',
    who: people.lindqvist,
    hoursAgo: 8,
    subject: 'Re: Lunch?',
    text: '12:30 is perfect, see you downstairs.',
  },
  {
    folder: 'sent',
    who: people.brandt,
    hoursAgo: 21,
    subject: 'Re: Übergabe Lager Süd',
    text: 'Hallo Jörg,\n\nbin um neun da, die Liste bringe ich mit.',
  },
  {
    folder: 'sent',
    who: people.hr,
    hoursAgo: 72,
    subject: 'Leave request',
    text: 'Hello,\n\nI would like to take leave from the 3rd to the 12th. Maja covers for me.',
  },
  {
    folder: 'sent',
    who: people.weber,
    hoursAgo: 80,
    subject: 'Budget, second round',
    text: 'Travel 12, training 8, hardware 20. Where do we stand?',
  },
  {
    folder: 'sent',
    who: people.tanaka,
    hoursAgo: 360,
    subject: 'Back home',
    text: 'Dear Yuki,\n\narrived safely. Thank you for two wonderful days.',
  },
  {
    folder: 'drafts',
    who: people.moreau,
    hoursAgo: 30,
    subject: 'Re: Article: relecture',
    text: 'Cher Julien,\n\nmerci pour la nouvelle version. Quelques remarques :\n',
  },
];

/** Everything in a new demo mailbox: forty mails. */
export const demoLetters: readonly DemoLetter[] = [...received, ...filed, ...written];
