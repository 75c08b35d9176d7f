import { readInteger, readText, requireDocument, requireInteger, requireText } from '@/lib/protocol/eas/fields';
import { resolveRecipientsStatus } from '@/lib/protocol/eas/resolve-recipients';
import { base64Of, bytesOf, child, children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** Where a recipient was found. [MS-ASCMD] 2.2.1.15 ResolveRecipients */
export const recipientType = { gal: 1, contact: 2 } as const;

export interface ResolvedRecipient {
  readonly type: 1 | 2;
  readonly displayName: string;
  readonly emailAddress: string;
  readonly availability?: RecipientAvailability;
  readonly certificates?: RecipientCertificates;
  /** The status is one of `pictureStatus`. */
  readonly picture?: { readonly status: number; readonly data?: Uint8Array };
}

export interface RecipientAvailability {
  readonly status: number;
  /** A digit for each half hour: 0 free, 1 tentative, 2 busy, 3 out of office, 4 unknown. */
  readonly mergedFreeBusy?: string;
}

export interface RecipientCertificates {
  readonly status: number;
  readonly certificateCount?: number;
  readonly recipientCount?: number;
  /** X.509 in DER. */
  readonly certificates: readonly Uint8Array[];
  readonly miniCertificate?: Uint8Array;
}

/** What became of one name. */
export interface RecipientAnswer {
  readonly to: string;
  readonly status: number;
  /** How many there are; there may be fewer in this answer. */
  readonly recipientCount: number;
  readonly recipients: readonly ResolvedRecipient[];
}

export interface ResolveRecipientsResponse {
  readonly status: number;
  /** In the order of the request. */
  readonly answers: readonly RecipientAnswer[];
}

const malformed = resolveRecipientsStatus.whole.protocolError;
const MAX_FREE_BUSY_LENGTH = 32 * 1024;

/**
 * The document of an answer.
 *
 * @see [MS-ASCMD] 2.2.1.15 ResolveRecipients
 */
export const writeResolveRecipientsResponse = ({ status, answers }: ResolveRecipientsResponse): EasElement =>
  el('ResolveRecipients', 'ResolveRecipients', [
    el('ResolveRecipients', 'Status', status),
    ...answers.map((each) =>
      el('ResolveRecipients', 'Response', [
        el('ResolveRecipients', 'To', each.to),
        el('ResolveRecipients', 'Status', each.status),
        el('ResolveRecipients', 'RecipientCount', each.recipientCount),
        ...each.recipients.map(writeRecipient),
      ]),
    ),
  ]);

const writeRecipient = (recipient: ResolvedRecipient): EasElement =>
  el('ResolveRecipients', 'Recipient', [
    el('ResolveRecipients', 'Type', recipient.type),
    el('ResolveRecipients', 'DisplayName', recipient.displayName),
    el('ResolveRecipients', 'EmailAddress', recipient.emailAddress),
    recipient.availability && writeAvailability(recipient.availability),
    recipient.certificates && writeCertificates(recipient.certificates),
    recipient.picture &&
      el('ResolveRecipients', 'Picture', [
        el('ResolveRecipients', 'Status', recipient.picture.status),
        optional('ResolveRecipients', 'Data', recipient.picture.data),
      ]),
  ]);

const writeAvailability = ({ status, mergedFreeBusy }: RecipientAvailability): EasElement =>
  el('ResolveRecipients', 'Availability', [
    el('ResolveRecipients', 'Status', status),
    optional('ResolveRecipients', 'MergedFreeBusy', mergedFreeBusy),
  ]);

const writeCertificates = (answer: RecipientCertificates): EasElement =>
  el('ResolveRecipients', 'Certificates', [
    el('ResolveRecipients', 'Status', answer.status),
    optional('ResolveRecipients', 'CertificateCount', answer.certificateCount),
    optional('ResolveRecipients', 'RecipientCount', answer.recipientCount),
    ...answer.certificates.map((each) => el('ResolveRecipients', 'Certificate', base64Of(each))),
    optional('ResolveRecipients', 'MiniCertificate', answer.miniCertificate && base64Of(answer.miniCertificate)),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to ResolveRecipients
 */
export function readResolveRecipientsResponse(element: EasElement): ResolveRecipientsResponse {
  requireDocument(element, 'ResolveRecipients', malformed);
  return {
    status: requireInteger(element, { name: 'Status', status: malformed }),
    answers: children(element, 'Response').map((each) => ({
      to: requireText(each, { name: 'To', status: malformed }),
      status: requireInteger(each, { name: 'Status', status: malformed }),
      recipientCount: readInteger(each, { name: 'RecipientCount', status: malformed }) ?? 0,
      recipients: children(each, 'Recipient').map(readRecipient),
    })),
  };
}

function readRecipient(element: EasElement): ResolvedRecipient {
  const availability = child(element, 'Availability');
  const certificates = child(element, 'Certificates');
  const picture = child(element, 'Picture');
  const type = requireInteger(element, { name: 'Type', status: malformed, min: 1, max: 2 });
  return {
    type: type as 1 | 2, // the range was checked
    displayName: readText(element, { name: 'DisplayName', status: malformed }) ?? '',
    emailAddress: requireText(element, { name: 'EmailAddress', status: malformed }),
    availability: availability && readAvailability(availability),
    certificates: certificates && readCertificates(certificates),
    picture: picture && {
      status: requireInteger(picture, { name: 'Status', status: malformed }),
      data: findBytes(picture, 'Data'),
    },
  };
}

const readAvailability = (element: EasElement): RecipientAvailability => ({
  status: requireInteger(element, { name: 'Status', status: malformed }),
  mergedFreeBusy: readText(element, { name: 'MergedFreeBusy', status: malformed, maxLength: MAX_FREE_BUSY_LENGTH }),
});

const readCertificates = (element: EasElement): RecipientCertificates => ({
  status: requireInteger(element, { name: 'Status', status: malformed }),
  certificateCount: readInteger(element, { name: 'CertificateCount', status: malformed }),
  recipientCount: readInteger(element, { name: 'RecipientCount', status: malformed }),
  certificates: children(element, 'Certificate').map(bytesOf),
  miniCertificate: findBytes(element, 'MiniCertificate'),
});

function findBytes(parent: EasElement, name: 'Data' | 'MiniCertificate'): Uint8Array | undefined {
  const found = child(parent, name);
  return found && bytesOf(found);
}
