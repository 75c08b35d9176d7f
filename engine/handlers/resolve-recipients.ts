import { type Answer, documentAnswer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';
import { type DirectoryEntry, findInDirectory } from '@/lib/domain/mailboxes/find-in-directory';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  certificateRetrieval,
  readResolveRecipientsRequest,
  type ResolveRecipientsRequest,
  resolveRecipientsStatus as status,
} from '@/lib/protocol/eas/resolve-recipients';
import {
  type RecipientAnswer,
  recipientType,
  type ResolvedRecipient,
  writeResolveRecipientsResponse,
} from '@/lib/protocol/eas/resolve-recipients-response';

const DEFAULT_SUGGESTIONS = 20;
/** [MS-ASCMD] 2.2.3.177.12 Status (Picture): there is no photo of this person. */
const NO_PICTURE = 173;

/**
 * Whom a name or part of it stands for, in the address book.
 *
 * @see [MS-ASCMD] 2.2.1.15 ResolveRecipients
 */
export async function resolveRecipients(exchange: Exchange): Promise<Answer> {
  const { document } = exchange;
  if (!document) throw new EasFormatError('missing_element', 'To', status.whole.protocolError);
  const request = readResolveRecipientsRequest(document);
  const answers: RecipientAnswer[] = [];
  for (const to of request.to) answers.push(await resolve(exchange, request, to));
  return documentAnswer(writeResolveRecipientsResponse({ status: status.whole.success, answers }));
}

async function resolve(
  { ctx, account }: Exchange,
  request: ResolveRecipientsRequest,
  to: string,
): Promise<RecipientAnswer> {
  const limit = request.maxAmbiguousRecipients ?? DEFAULT_SUGGESTIONS;
  const query = { mailbox: account.mailbox, text: to, skip: 0, limit: Math.max(1, limit) };
  const page = await findInDirectory(ctx, query);
  const exact = page.entries.find(({ address }) => address === to.toLowerCase());
  const found = exact ? [exact] : page.entries;
  const total = exact ? 1 : page.total;
  if (total === 0) return { to, status: status.response.none, recipientCount: 0, recipients: [] };
  if (total === 1) {
    return { to, status: status.response.resolved, recipientCount: 1, recipients: found.map(recipientOf(request)) };
  }
  const isWhole = found.length === total;
  return {
    to,
    status: isWhole ? status.response.ambiguous : status.response.ambiguousPartial,
    recipientCount: total,
    recipients: found.slice(0, limit).map(recipientOf(request)),
  };
}

const recipientOf =
  ({ certificateRetrieval: wanted, availability, picture }: ResolveRecipientsRequest) =>
  ({ displayName, address }: DirectoryEntry): ResolvedRecipient => ({
    type: recipientType.gal,
    displayName,
    emailAddress: address,
    // Calendars are not among what is served here yet, and no directory of certificates is.
    ...(availability && { availability: { status: status.availability.failed } }),
    ...(wanted !== certificateRetrieval.none && {
      certificates: { status: status.certificates.none, certificateCount: 0, recipientCount: 1, certificates: [] },
    }),
    ...(picture && { picture: { status: NO_PICTURE } }),
  });
