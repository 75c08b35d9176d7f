import { formatDateTime } from '@/lib/protocol/eas/date-time';
import { readDateTime, readInteger, requireDocument, requireSome } from '@/lib/protocol/eas/fields';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { type PictureOptions, readPictureOptions } from '@/lib/protocol/eas/picture-options';
import { child, type EasElement, el, optional, textOf } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.12 Status (ResolveRecipients), by what it is the status of. */
export const resolveRecipientsStatus = {
  whole: { success: 1, protocolError: 5, serverError: 6 },
  response: { resolved: 1, ambiguous: 2, ambiguousPartial: 3, none: 4 },
  availability: { success: 1, tooMany: 160, tooManyMembers: 161, tryLater: 162, failed: 163 },
  certificates: { success: 1, none: 7, limitReached: 8 },
} as const;

/** Which certificates of the recipients are wanted. [MS-ASCMD] 2.2.1.15 ResolveRecipients */
export const certificateRetrieval = { none: 1, full: 2, mini: 3 } as const;

export type CertificateRetrieval = (typeof certificateRetrieval)[keyof typeof certificateRetrieval];

export interface ResolveRecipientsRequest {
  /** Names, parts of names, or addresses. */
  readonly to: readonly string[];
  readonly certificateRetrieval: CertificateRetrieval;
  /** For all recipients of the answer together. */
  readonly maxCertificates?: number;
  /** How many suggestions there may be for one name. */
  readonly maxAmbiguousRecipients?: number;
  /** From 14.0 on: whether they are free from `start` to `end`. */
  readonly availability?: { readonly start: Date; readonly end: Date };
  readonly picture?: PictureOptions;
}

const status = resolveRecipientsStatus.whole.protocolError;
const MAX_NAMES = 100;
const MAX_NAME_LENGTH = 256;
const MAX_COUNT = 9999;
const MAX_SPAN_MS = 42 * 24 * 60 * 60 * 1000;

/**
 * @throws EasFormatError with Status 5, also for more than 100 names, and for more than 42 days of availability
 * @see [MS-ASCMD] 2.2.1.15 ResolveRecipients
 */
export function readResolveRecipientsRequest(element: EasElement): ResolveRecipientsRequest {
  requireDocument(element, 'ResolveRecipients', status);
  const to = requireSome(element, { name: 'To', status, max: MAX_NAMES }).map(readName);
  const options = child(element, 'Options');
  if (!options) return { to, certificateRetrieval: certificateRetrieval.none };
  const retrieval = readInteger(options, { name: 'CertificateRetrieval', status, min: 1, max: 3 });
  const availability = child(options, 'Availability');
  return {
    to,
    certificateRetrieval: (retrieval ?? certificateRetrieval.none) as CertificateRetrieval, // the range was checked
    maxCertificates: readInteger(options, { name: 'MaxCertificates', status, max: MAX_COUNT }),
    maxAmbiguousRecipients: readInteger(options, { name: 'MaxAmbiguousRecipients', status, max: MAX_COUNT }),
    availability: availability && readAvailability(availability),
    picture: readPictureOptions(options, status),
  };
}

function readName(element: EasElement): string {
  const name = textOf(element).trim();
  if (name === '') throw new EasFormatError('missing_element', 'To', status);
  if (name.length > MAX_NAME_LENGTH) throw new EasFormatError('value_too_long', 'To', status);
  return name;
}

function readAvailability(element: EasElement): { start: Date; end: Date } {
  const start = readDateTime(element, { name: 'StartTime', status });
  const end = readDateTime(element, { name: 'EndTime', status });
  if (!start || !end) throw new EasFormatError('missing_element', start ? 'EndTime' : 'StartTime', status);
  const spanMs = end.getTime() - start.getTime();
  if (spanMs <= 0 || spanMs > MAX_SPAN_MS) throw new EasFormatError('out_of_range', 'EndTime', status);
  return { start, end };
}

/** The request of a client. */
export function writeResolveRecipientsRequest(request: ResolveRecipientsRequest): EasElement {
  const { availability, picture } = request;
  return el('ResolveRecipients', 'ResolveRecipients', [
    ...request.to.map((each) => el('ResolveRecipients', 'To', each)),
    el('ResolveRecipients', 'Options', [
      el('ResolveRecipients', 'CertificateRetrieval', request.certificateRetrieval),
      optional('ResolveRecipients', 'MaxCertificates', request.maxCertificates),
      optional('ResolveRecipients', 'MaxAmbiguousRecipients', request.maxAmbiguousRecipients),
      availability &&
        el('ResolveRecipients', 'Availability', [
          el('ResolveRecipients', 'StartTime', formatDateTime(availability.start)),
          el('ResolveRecipients', 'EndTime', formatDateTime(availability.end)),
        ]),
      picture &&
        el('ResolveRecipients', 'Picture', [
          optional('ResolveRecipients', 'MaxSize', picture.maxBytes),
          optional('ResolveRecipients', 'MaxPictures', picture.maxPictures),
        ]),
    ]),
  ]);
}
