import type { LoadedMessage } from './load-messages';
import type { Meeting } from './read-meeting';

const meetingClasses: Readonly<Record<Meeting['kind'], string>> = {
  request: 'IPM.Schedule.Meeting.Request',
  cancel: 'IPM.Schedule.Meeting.Canceled',
  accepted: 'IPM.Schedule.Meeting.Resp.Pos',
  declined: 'IPM.Schedule.Meeting.Resp.Neg',
  tentative: 'IPM.Schedule.Meeting.Resp.Tent',
};

/**
 * What kind of mail it is, by which clients choose how they show it.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
export function messageClass({ layout, deliveryStatus }: LoadedMessage, meeting: Meeting | null): string {
  if (layout.smime === 'opaque') return 'IPM.Note.SMIME';
  if (layout.smime === 'signed') return 'IPM.Note.SMIME.MultipartSigned';
  if (meeting) return meetingClasses[meeting.kind];
  if (layout.report === 'disposition-notification') return 'REPORT.IPM.Note.IPNRN';
  return layout.report === 'delivery-status' ? deliveryClass(deliveryStatus ?? '') : 'IPM.Note';
}

/** RFC 3464 2.3.3: one recipient that was not reached makes it a report of failure. A delay is neither. */
function deliveryClass(status: string): string {
  const actions = Array.from(status.matchAll(/^action:[ \t]*([a-z]+)/gim), ([, action]) => action?.toLowerCase());
  if (actions.includes('failed')) return 'REPORT.IPM.Note.NDR';
  return actions.some((action) => action === 'delivered' || action === 'relayed' || action === 'expanded')
    ? 'REPORT.IPM.Note.DR'
    : 'IPM.Note';
}
