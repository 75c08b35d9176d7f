import type { MailServerProblem } from '@/lib/domain/mail-servers/contract';
import type { NoticeKind, NoticeLanguage } from '@/lib/domain/notices/contract';

/** What a mail says in one language, around the values. */
export type NoticeWords = {
  /** BCP 47, for dates. */
  readonly locale: string;
  /** Of the subject, by how many there are. */
  readonly counted: Readonly<Record<NoticeKind, (count: number) => string>>;
  /** What it means, above the list. */
  readonly meaning: Readonly<Record<NoticeKind, string>>;
  /** The page that shows them. */
  readonly page: Readonly<Record<NoticeKind, string>>;
  readonly device: (name: string, mailbox: string) => string;
  readonly quarantined: (at: string) => string;
  readonly lastContact: (at: string) => string;
  readonly exception: (holder: string, isGroup: boolean) => string;
  readonly endsAt: (at: string) => string;
  readonly trouble: (server: string, problem: string) => string;
  readonly since: (at: string) => string;
  readonly problems: Readonly<Record<MailServerProblem, string>>;
  readonly more: (count: number) => string;
  readonly all: string;
  readonly why: (name: string) => string;
  readonly choose: string;
  readonly test: { readonly subject: string; readonly text: (name: string) => string };
};

const en: NoticeWords = {
  locale: 'en-GB',
  counted: {
    quarantine: (count) => (count === 1 ? '1 device waits in quarantine' : `${count} devices wait in quarantine`),
    exception: (count) => (count === 1 ? '1 exception ends soon' : `${count} exceptions end soon`),
    policy_loop: (count) =>
      count === 1 ? '1 phone gets nowhere with its policy' : `${count} phones get nowhere with their policy`,
    mail_server: (count) => (count === 1 ? '1 mail server is not usable' : `${count} mail servers are not usable`),
  },
  meaning: {
    quarantine: 'A device in quarantine gets no mail until someone allows or blocks it.',
    exception: 'When an exception ends, the policy applies to its phones again, unless someone renews the exception.',
    policy_loop:
      'A phone that fetches its policy again and again to no effect is told to wait. Its page says what is probably the matter.',
    mail_server: 'Phones get or send no mail for as long as this lasts.',
  },
  page: { quarantine: 'Devices', exception: 'Exceptions', policy_loop: 'Devices', mail_server: 'Settings' },
  device: (name, mailbox) => `${name}, mailbox ${mailbox}`,
  quarantined: (at) => `First contact: ${at}`,
  lastContact: (at) => `Last contact: ${at}`,
  exception: (holder, isGroup) => (isGroup ? `Group ${holder}` : `Mailbox ${holder}`),
  endsAt: (at) => `Ends: ${at}`,
  trouble: (server, problem) => `${server}: ${problem}`,
  since: (at) => `Noticed: ${at}`,
  problems: {
    not_configured: 'none is configured, so mail cannot be sent',
    name_not_found: 'its name is not known to DNS',
    cannot_connect: 'no connection can be made',
    timed_out: 'it does not answer in time',
    certificate_not_trusted: 'its certificate is not trusted',
    tls_failed: 'no encrypted connection can be made',
    refused: 'it turns connections away',
    sign_in_refused: 'it cannot sign anybody in',
  },
  more: (count) => `… and ${count} more`,
  all: 'All of them',
  why: (name) => `Sent by Mobileadmin to ${name}.`,
  choose: 'You choose which notices you get in the console, under Settings',
  test: {
    subject: 'Test mail',
    text: (name) => `${name}, this is the test mail that you asked for. Notices will reach you at this address.`,
  },
};

const de: NoticeWords = {
  locale: 'de-DE',
  counted: {
    quarantine: (count) => (count === 1 ? '1 Gerät wartet in Quarantäne' : `${count} Geräte warten in Quarantäne`),
    exception: (count) => (count === 1 ? '1 Ausnahme endet bald' : `${count} Ausnahmen enden bald`),
    policy_loop: (count) =>
      count === 1
        ? '1 Telefon kommt mit seiner Richtlinie nicht voran'
        : `${count} Telefone kommen mit ihrer Richtlinie nicht voran`,
    mail_server: (count) => (count === 1 ? '1 Mailserver ist nicht nutzbar' : `${count} Mailserver sind nicht nutzbar`),
  },
  meaning: {
    quarantine: 'Ein Gerät in Quarantäne bekommt keine E-Mails, bis jemand es zulässt oder sperrt.',
    exception:
      'Wenn eine Ausnahme endet, gilt für ihre Telefone wieder die Richtlinie, sofern niemand die Ausnahme verlängert.',
    policy_loop:
      'Ein Telefon, das seine Richtlinie immer wieder ohne Erfolg abruft, muss warten. Die vermutliche Ursache steht auf seiner Seite.',
    mail_server: 'Solange das anhält, bekommen oder senden Telefone keine E-Mails.',
  },
  page: { quarantine: 'Geräte', exception: 'Ausnahmen', policy_loop: 'Geräte', mail_server: 'Einstellungen' },
  device: (name, mailbox) => `${name}, Postfach ${mailbox}`,
  quarantined: (at) => `Erster Kontakt: ${at}`,
  lastContact: (at) => `Letzter Kontakt: ${at}`,
  exception: (holder, isGroup) => (isGroup ? `Gruppe ${holder}` : `Postfach ${holder}`),
  endsAt: (at) => `Endet: ${at}`,
  trouble: (server, problem) => `${server}: ${problem}`,
  since: (at) => `Bemerkt: ${at}`,
  problems: {
    not_configured: 'es ist keiner konfiguriert; E-Mails können nicht gesendet werden',
    name_not_found: 'sein Name ist im DNS nicht bekannt',
    cannot_connect: 'es kommt keine Verbindung zustande',
    timed_out: 'er antwortet nicht rechtzeitig',
    certificate_not_trusted: 'seinem Zertifikat wird nicht vertraut',
    tls_failed: 'es kommt keine verschlüsselte Verbindung zustande',
    refused: 'er weist Verbindungen ab',
    sign_in_refused: 'er kann niemanden anmelden',
  },
  more: (count) => `… und ${count} weitere`,
  all: 'Alle',
  why: (name) => `Gesendet von Mobileadmin an ${name}.`,
  choose: 'Welche Benachrichtigungen Sie bekommen, wählen Sie in der Konsole unter „Einstellungen“',
  test: {
    subject: 'Test-E-Mail',
    text: (name) =>
      `${name}, dies ist die Test-E-Mail, die Sie angefordert haben. Benachrichtigungen erreichen Sie unter dieser Adresse.`,
  },
};

export const noticeWords: Readonly<Record<NoticeLanguage, NoticeWords>> = { en, de };
