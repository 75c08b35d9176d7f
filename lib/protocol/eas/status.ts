import type { EasCommand } from '@/lib/protocol/eas/command';
import { isAtLeast, LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/**
 * Statuses that can answer any command.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes
 */
export const commonStatus = {
  invalidContent: 101,
  invalidWbxml: 102,
  invalidXml: 103,
  invalidDateTime: 104,
  invalidCombinationOfIds: 105,
  invalidIds: 106,
  invalidMime: 107,
  deviceIdInvalid: 108,
  deviceTypeInvalid: 109,
  serverError: 110,
  serverErrorRetryLater: 111,
  directoryAccessDenied: 112,
  mailboxQuotaExceeded: 113,
  mailboxServerOffline: 114,
  sendQuotaExceeded: 115,
  recipientUnresolved: 116,
  replyNotAllowed: 117,
  messagePreviouslySent: 118,
  messageHasNoRecipient: 119,
  mailSubmissionFailed: 120,
  messageReplyFailed: 121,
  attachmentTooLarge: 122,
  userHasNoMailbox: 123,
  userCannotBeAnonymous: 124,
  userNotFound: 125,
  userDisabledForSync: 126,
  newMailboxCannotSync: 127,
  legacyMailboxCannotSync: 128,
  deviceBlocked: 129,
  accessDenied: 130,
  accountDisabled: 131,
  syncStateNotFound: 132,
  syncStateLocked: 133,
  syncStateCorrupt: 134,
  syncStateExists: 135,
  syncStateVersionInvalid: 136,
  commandNotSupported: 137,
  versionNotSupported: 138,
  deviceNotFullyProvisionable: 139,
  remoteWipeRequested: 140,
  legacyDeviceOnStrictPolicy: 141,
  deviceNotProvisioned: 142,
  policyRefresh: 143,
  invalidPolicyKey: 144,
  externalManagementNotAllowed: 145,
  noRecurrenceInCalendar: 146,
  unexpectedItemClass: 147,
  remoteServerHasNoTls: 148,
  invalidStoredRequest: 149,
  itemNotFound: 150,
  tooManyFolders: 151,
  noFoldersFound: 152,
  itemsLostAfterMove: 153,
  moveFailed: 154,
  moveDisallowed: 155,
  moveDestinationInvalid: 156,
  bodyPartPreferenceNotSupported: 164,
  deviceInformationRequired: 165,
  invalidAccountId: 166,
  accountSendDisabled: 167,
  maximumDevicesReached: 177,
} as const;

/** A refusal as it goes out: in a document of the command, or as a bare HTTP status. */
export type Refusal = { readonly http: 200; readonly status: number } | { readonly http: RefusalHttp };

export type RefusalHttp = 400 | 403 | 449 | 500 | 501 | 503 | 507;

// What versions before 14.0 are told instead. Where the documents name no HTTP status for a condition, it is the one
// that makes clients behave alike: 400 for a bad request, 403 for a person to act, 503 for a later try.
const httpEquivalents: ReadonlyMap<number, RefusalHttp> = new Map<number, RefusalHttp>([
  ...[101, 102, 103, 104, 105, 106, 107, 108, 109, 138, 147].map((status) => [status, 400] as const),
  ...[112, 125, 126, 127, 128, 129, 130, 131, 132, 139, 145, 177].map((status) => [status, 403] as const),
  ...[140, 141, 142, 143, 144].map((status) => [status, 449] as const),
  ...[111, 114, 133].map((status) => [status, 503] as const),
  [113, 507],
  [137, 501],
]);

export interface RefusalContext {
  readonly command?: EasCommand;
  /** False if the request carried no policy key at all. */
  readonly hasPolicyKey?: boolean;
}

const FIRST_COMMON_STATUS = 100;

/**
 * How a status reaches a client of this version: inside a document from 14.0 on, as an HTTP status before. Statuses
 * below 100 belong to one command and go into its document at every version, but for a Sync of 2.5, whose answer has
 * statuses of collections and none of the whole.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes, [MS-ASHTTP] 2.2.2.1.1 Status Line
 */
export function refusal(status: number, version: ProtocolVersion, context: RefusalContext = {}): Refusal {
  const isOwnStatus = status < FIRST_COMMON_STATUS;
  if (isOwnStatus && version === LEGACY_VERSION && context.command === 'Sync') return { http: 400 };
  if (isOwnStatus || isAtLeast(version, '14.0')) return { http: 200, status };
  if (status === commonStatus.remoteWipeRequested && context.hasPolicyKey === false) return { http: 403 };
  if (status === commonStatus.syncStateNotFound && context.command === 'Provision') return { http: 500 };
  if (status === commonStatus.invalidIds && context.command === 'SendMail') return { http: 500 };
  return { http: httpEquivalents.get(status) ?? 500 };
}
