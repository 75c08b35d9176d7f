import type { NoticeLanguage } from '@/engine/quarantine/choose-language';
import type { AccessSettings } from '@/lib/domain/access/contract';
import type { DeviceTraits } from '@/lib/domain/access/missed-condition';
import type { AccessTraceStep } from '@/lib/domain/devices/contract';

export type NoticeFacts = {
  readonly mailbox: string;
  readonly easDeviceId: string;
  readonly traits: DeviceTraits;
  /** The one that decided. */
  readonly step: AccessTraceStep | undefined;
  readonly settings: Pick<AccessSettings, 'noticeEn' | 'noticeDe'>;
};

export type Notice = { readonly subject: string; readonly text: string };

type Words = {
  readonly subject: string;
  readonly opening: string;
  readonly reason: (step: AccessTraceStep | undefined) => string;
  readonly todo: string;
  readonly afterwards: string;
  readonly details: string;
  readonly labels: Readonly<Record<'mailbox' | 'deviceType' | 'model' | 'os' | 'version' | 'app' | 'id', string>>;
};

const words: Record<NoticeLanguage, Words> = {
  en: {
    subject: 'This device is waiting for approval',
    opening: 'Mail, calendar and contacts do not reach this device yet. An administrator has to approve it first.',
    reason: (step) => {
      if (step?.rule === 'access_rule') return `Reason: the rule “${step.name ?? ''}”.`;
      if (step?.rule === 'device_limit')
        return `Reason: this is device number ${step.actual ?? ''} of this mailbox; at most ${step.limit ?? ''} may be connected.`;
      return 'Reason: new devices have to be approved.';
    },
    todo: 'Please ask your administrator or helpdesk, and give them the details below.',
    afterwards: 'Once the device is approved, your mail arrives by itself. You do not have to set anything up again.',
    details: 'Details',
    labels: {
      mailbox: 'Mailbox',
      deviceType: 'Device type',
      model: 'Model',
      os: 'System',
      version: 'Protocol version',
      app: 'Mail app',
      id: 'Device ID',
    },
  },
  de: {
    subject: 'Dieses Gerät wartet auf Freigabe',
    opening:
      'E-Mails, Kalender und Kontakte erreichen dieses Gerät noch nicht. Ein Administrator muss es erst freigeben.',
    reason: (step) => {
      if (step?.rule === 'access_rule') return `Grund: die Regel „${step.name ?? ''}“.`;
      if (step?.rule === 'device_limit')
        return `Grund: Dies ist Gerät Nummer ${step.actual ?? ''} dieses Postfachs; verbunden sein dürfen höchstens ${step.limit ?? ''}.`;
      return 'Grund: Neue Geräte müssen freigegeben werden.';
    },
    todo: 'Bitte wenden Sie sich an Ihren Administrator oder den Helpdesk, und nennen Sie die Angaben unten.',
    afterwards:
      'Sobald das Gerät freigegeben ist, kommen Ihre E-Mails von selbst an. Sie müssen nichts neu einrichten.',
    details: 'Angaben',
    labels: {
      mailbox: 'Postfach',
      deviceType: 'Gerätetyp',
      model: 'Modell',
      os: 'System',
      version: 'Protokollversion',
      app: 'Mail-App',
      id: 'Geräte-ID',
    },
  },
};

/** What the owner of a quarantined device reads: why, what to do, and what to name when asking. */
export function composeNotice(facts: NoticeFacts, language: NoticeLanguage): Notice {
  const { subject, opening, reason, todo, afterwards, details, labels } = words[language];
  const { mailbox, easDeviceId, traits, step, settings } = facts;
  const own = language === 'de' ? settings.noticeDe : settings.noticeEn;
  const values: [string, string | null][] = [
    [labels.mailbox, mailbox],
    [labels.deviceType, traits.deviceType],
    [labels.model, traits.model],
    [labels.os, traits.os],
    [labels.version, traits.protocolVersion],
    [labels.app, traits.userAgent],
    [labels.id, easDeviceId],
  ];
  const list = values.flatMap(([label, value]) => (value ? [`${label}: ${onOneLine(value)}`] : []));
  const paragraphs = [opening, onOneLine(reason(step)), own || todo, afterwards, [`${details}:`, ...list].join('\n')];
  return { subject, text: `${paragraphs.join('\n\n')}\n`.replaceAll(/\r?\n/g, '\r\n') };
}

/** What a phone says about itself must not look like a paragraph of ours. */
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
