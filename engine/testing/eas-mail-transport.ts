import { type FindRequest, type FindResponse, readFindResponse, writeFindRequest } from '@/lib/protocol/eas/find';
import { type ItemOperationsRequest, writeItemOperationsRequest } from '@/lib/protocol/eas/item-operations';
import { type ItemOperationsResponse, readItemOperationsResponse } from '@/lib/protocol/eas/item-operations-response';
import {
  type MeetingResponseRequest,
  type MeetingResponseResponse,
  readMeetingResponseResponse,
  writeMeetingResponseRequest,
} from '@/lib/protocol/eas/meeting-response';
import {
  type MoveItemsRequest,
  type MoveItemsResponse,
  readMoveItemsResponse,
  writeMoveItemsRequest,
} from '@/lib/protocol/eas/move-items';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import { type ResolveRecipientsRequest, writeResolveRecipientsRequest } from '@/lib/protocol/eas/resolve-recipients';
import {
  readResolveRecipientsResponse,
  type ResolveRecipientsResponse,
} from '@/lib/protocol/eas/resolve-recipients-response';
import { type SearchRequest, writeSearchRequest } from '@/lib/protocol/eas/search';
import { readSearchResponse, type SearchResponse } from '@/lib/protocol/eas/search-response';
import {
  readSendMailResponse,
  type SendMailRequest,
  type SendMailResponse,
  writeSendMailRequest,
} from '@/lib/protocol/eas/send-mail';
import {
  readSmartMessageResponse,
  smartMessageParameters,
  type SmartMessageRequest,
  writeSmartMessageRequest,
} from '@/lib/protocol/eas/smart-message';
import {
  readValidateCertResponse,
  type ValidateCertRequest,
  type ValidateCertResponse,
  writeValidateCertRequest,
} from '@/lib/protocol/eas/validate-cert';
import type { EasAnswer } from '@/engine/testing/eas-answer';
import { EasTransport, type SendOptions } from '@/engine/testing/eas-transport';
import type { HttpReply } from '@/engine/testing/http-exchange';

const MIME_TYPE = 'message/rfc822';

type SmartMessage = Omit<SmartMessageRequest, 'command'>;

/** Commands on single messages, people and meetings. Mail is sent in the form of the client's version. */
export class EasMailTransport extends EasTransport {
  /** Success is an answer without a body: `response` is then absent. */
  sendMail(request: SendMailRequest, options?: SendOptions): Promise<EasAnswer<SendMailResponse>> {
    if (this.hasDocumentsForMail) {
      return this.ask('SendMail', { element: writeSendMailRequest(request), read: readSendMailResponse }, options);
    }
    const parameters = { saveInSent: request.saveInSentItems };
    const question = { body: request.mime, read: readSendMailResponse };
    return this.ask('SendMail', question, { contentType: MIME_TYPE, parameters, ...options });
  }

  /** As `sendMail`. */
  smartReply(request: SmartMessage, options?: SendOptions): Promise<EasAnswer<SendMailResponse>> {
    return this.smartMessage({ ...request, command: 'SmartReply' }, options);
  }

  /** As `sendMail`. */
  smartForward(request: SmartMessage, options?: SendOptions): Promise<EasAnswer<SendMailResponse>> {
    return this.smartMessage({ ...request, command: 'SmartForward' }, options);
  }

  /** With `acceptMultipart`, data comes in `parts`. */
  itemOperations(request: ItemOperationsRequest, options?: SendOptions): Promise<EasAnswer<ItemOperationsResponse>> {
    const element = writeItemOperationsRequest(request);
    return this.ask('ItemOperations', { element, read: readItemOperationsResponse }, options);
  }

  /** Up to 12.1: the bytes of an attachment are the body of the answer. */
  getAttachment(attachmentName: string, options?: SendOptions): Promise<HttpReply> {
    return this.post('GetAttachment', undefined, { parameters: { attachmentName }, ...options });
  }

  moveItems(request: MoveItemsRequest, options?: SendOptions): Promise<EasAnswer<MoveItemsResponse>> {
    const element = writeMoveItemsRequest(request);
    return this.ask('MoveItems', { element, read: readMoveItemsResponse }, options);
  }

  search(request: SearchRequest, options?: SendOptions): Promise<EasAnswer<SearchResponse>> {
    return this.ask('Search', { element: writeSearchRequest(request), read: readSearchResponse }, options);
  }

  find(request: FindRequest, options?: SendOptions): Promise<EasAnswer<FindResponse>> {
    return this.ask('Find', { element: writeFindRequest(request), read: readFindResponse }, options);
  }

  resolveRecipients(
    request: ResolveRecipientsRequest,
    options?: SendOptions,
  ): Promise<EasAnswer<ResolveRecipientsResponse>> {
    const element = writeResolveRecipientsRequest(request);
    return this.ask('ResolveRecipients', { element, read: readResolveRecipientsResponse }, options);
  }

  validateCert(request: ValidateCertRequest, options?: SendOptions): Promise<EasAnswer<ValidateCertResponse>> {
    const element = writeValidateCertRequest(request);
    return this.ask('ValidateCert', { element, read: readValidateCertResponse }, options);
  }

  meetingResponse(request: MeetingResponseRequest, options?: SendOptions): Promise<EasAnswer<MeetingResponseResponse>> {
    const element = writeMeetingResponseRequest(request);
    return this.ask('MeetingResponse', { element, read: readMeetingResponseResponse }, options);
  }

  private smartMessage(request: SmartMessageRequest, options?: SendOptions): Promise<EasAnswer<SendMailResponse>> {
    const { command, mime } = request;
    const read = readSmartMessageResponse;
    if (this.hasDocumentsForMail)
      return this.ask(command, { element: writeSmartMessageRequest(request), read }, options);
    const parameters = smartMessageParameters(request);
    return this.ask(command, { body: mime, read }, { contentType: MIME_TYPE, parameters, ...options });
  }

  private get hasDocumentsForMail(): boolean {
    return isAtLeast(this.protocolVersion, '14.0');
  }
}
