import { afterEach, describe, expect, it } from 'vitest';
import { readAutodiscoverRequest } from '@/lib/protocol/autodiscover/autodiscover-request';
import { writeAutodiscoverResponse } from '@/lib/protocol/autodiscover/autodiscover-response';
import { readFindRequest, writeFindResponse } from '@/lib/protocol/eas/find';
import { readFolderCreateRequest, writeFolderCreateResponse } from '@/lib/protocol/eas/folder-create';
import { readFolderDeleteRequest, writeFolderDeleteResponse } from '@/lib/protocol/eas/folder-delete';
import { readFolderUpdateRequest, writeFolderUpdateResponse } from '@/lib/protocol/eas/folder-update';
import { readGetItemEstimateRequest, writeGetItemEstimateResponse } from '@/lib/protocol/eas/get-item-estimate';
import { readItemOperationsRequest } from '@/lib/protocol/eas/item-operations';
import { writeItemOperationsResponse } from '@/lib/protocol/eas/item-operations-response';
import { readMeetingResponseRequest, writeMeetingResponseResponse } from '@/lib/protocol/eas/meeting-response';
import { readMoveItemsRequest, writeMoveItemsResponse } from '@/lib/protocol/eas/move-items';
import { readResolveRecipientsRequest } from '@/lib/protocol/eas/resolve-recipients';
import { writeResolveRecipientsResponse } from '@/lib/protocol/eas/resolve-recipients-response';
import { readSearchRequest } from '@/lib/protocol/eas/search';
import { writeSearchResponse } from '@/lib/protocol/eas/search-response';
import { readSendMailRequest, sendMailRequestOfMime, writeSendMailResponse } from '@/lib/protocol/eas/send-mail';
import {
  readSmartMessageRequest,
  smartMessageRequestOfMime,
  writeSmartMessageResponse,
} from '@/lib/protocol/eas/smart-message';
import { readValidateCertRequest, writeValidateCertResponse } from '@/lib/protocol/eas/validate-cert';
import { encodeMultipartAnswer, MULTIPART_TYPE } from '@/lib/protocol/http/multipart-answer';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { EasClient, type EasClientConfig } from '@/engine/testing/eas-client';
import {
  type DiscoveryQuestion,
  type PeerAnswer,
  type PeerQuestion,
  type ScriptedPeer,
  startScriptedPeer,
} from '@/engine/testing/scripted-peer';

let peer: ScriptedPeer | null = null;

afterEach(async () => {
  await peer?.close();
  peer = null;
});

interface Script {
  readonly answer?: (question: PeerQuestion) => PeerAnswer;
  readonly discover?: (question: DiscoveryQuestion) => PeerAnswer;
  readonly config?: Partial<EasClientConfig>;
}

async function phoneAt({ answer = () => ({}), discover, config }: Script) {
  peer = await startScriptedPeer(answer, undefined, discover);
  const phone = new EasClient({
    engineUrl: peer.url,
    user: 'alice@example.com',
    password: 'demo',
    deviceId: 'ApplDNXYZ',
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    ...config,
  });
  return { phone, questions: peer.questions };
}

const mime = Buffer.from('To: bob@example.com\r\n\r\nOK\r\n');
const mail = { clientId: 'cm-1', saveInSentItems: true, mime };
const source = { by: 'item', folderId: '5', itemId: '5:7' } as const;
const smart = { ...mail, source, replaceMime: false, forwardees: [] };

describe('mail from 14.0 on', () => {
  it('is sent as a document, and success is no answer', async () => {
    const { phone, questions } = await phoneAt({});
    expect(await phone.sendMail(mail)).toMatchObject({ http: 200, response: undefined });
    const [question] = questions;
    expect(question?.headers['content-type']).toBe('application/vnd.ms-sync.wbxml');
    expect(question?.element && readSendMailRequest(question.element)).toMatchObject({ clientId: 'cm-1' });
  });

  it('is refused with a status', async () => {
    const { phone } = await phoneAt({ answer: () => ({ element: writeSendMailResponse({ status: 120 }) }) });
    expect((await phone.sendMail(mail)).response).toEqual({ status: 120 });
  });

  it.each(['SmartReply', 'SmartForward'] as const)('is made of another one by %s', async (command) => {
    const answer = () => ({ element: writeSmartMessageResponse(command, { status: 150 }) });
    const { phone, questions } = await phoneAt({ answer });
    const result = command === 'SmartReply' ? await phone.smartReply(smart) : await phone.smartForward(smart);
    expect(result.response).toEqual({ status: 150 });
    const element = questions[0]?.element;
    expect(questions[0]?.line.command).toBe(command);
    expect(element && readSmartMessageRequest(element)).toMatchObject({ command, source });
  });
});

describe.each(['plain', 'base64'] as const)('mail up to 12.1 in the %s form', (queryForm) => {
  const config = { protocolVersion: '12.1', queryForm } as const;

  it.each([true, false])('is sent as a message, saved or not: %s', async (saveInSentItems) => {
    const { phone, questions } = await phoneAt({ config });
    expect(await phone.sendMail({ saveInSentItems, mime })).toMatchObject({ http: 200 });
    const [question] = questions;
    expect(question?.headers['content-type']).toBe('message/rfc822');
    expect(question && sendMailRequestOfMime(question.body, question.line.parameters)).toEqual({
      saveInSentItems,
      mime,
    });
  });

  it('is made of another one, named in the query', async () => {
    const { phone, questions } = await phoneAt({ config });
    const instanceId = new Date('2026-04-08T18:16:00.000Z');
    await phone.smartForward({ ...smart, source: { ...source, instanceId } });
    const [question] = questions;
    expect(question && smartMessageRequestOfMime('SmartForward', question.body, question.line.parameters)).toEqual({
      command: 'SmartForward',
      source: { ...source, instanceId },
      saveInSentItems: true,
      replaceMime: false,
      mime,
      forwardees: [],
    });
  });

  it('has its attachments fetched as they are', async () => {
    const pdf = Buffer.from('%PDF-1.4');
    const answer = () => ({ body: pdf, headers: { 'content-type': 'application/pdf' } });
    const { phone, questions } = await phoneAt({ answer, config });
    const reply = await phone.getAttachment('5:7:0');
    expect(reply).toMatchObject({ http: 200, headers: { 'content-type': 'application/pdf' } });
    expect(Buffer.from(reply.body)).toEqual(pdf);
    expect(questions[0]?.line).toMatchObject({ command: 'GetAttachment', parameters: { attachmentName: '5:7:0' } });
  });
});

describe('ItemOperations', () => {
  const operation = {
    kind: 'fetch',
    store: 'Mailbox',
    target: { by: 'fileReference', fileReference: '5:7:0' },
    options: { bodyPreferences: [], bodyPartPreferences: [] },
    removesRightsManagement: false,
  } as const;
  const response = (content: { kind: 'part'; part: number } | { kind: 'inline'; bytes: Uint8Array }) =>
    ({ status: 1, answers: [{ kind: 'fetch', status: 1, target: operation.target, data: { content } }] }) as const;

  it('gives data in the document', async () => {
    const expected = response({ kind: 'inline', bytes: Buffer.from('abc') });
    const { phone, questions } = await phoneAt({ answer: () => ({ element: writeItemOperationsResponse(expected) }) });
    const answer = await phone.itemOperations({ operations: [operation] });
    expect(answer.response).toEqual(expected);
    expect(answer.parts).toBeUndefined();
    expect(questions[0]?.line.acceptMultipart).toBe(false);
    expect(questions[0]?.element && readItemOperationsRequest(questions[0].element)).toEqual({
      operations: [operation],
    });
  });

  it.each(['plain', 'base64'] as const)(
    'gives data beside the document if the %s form asks for it',
    async (queryForm) => {
      const expected = response({ kind: 'part', part: 1 });
      const document = encodeWbxml(writeItemOperationsResponse(expected));
      const body = Buffer.concat(encodeMultipartAnswer({ document, parts: [Buffer.from('abc')] }));
      const answer = () => ({ body, headers: { 'content-type': MULTIPART_TYPE } });
      const { phone, questions } = await phoneAt({ answer, config: { queryForm } });
      const { response: read, parts } = await phone.itemOperations(
        { operations: [operation] },
        { acceptMultipart: true },
      );
      expect(read).toEqual(expected);
      expect(parts?.map((each) => Buffer.from(each).toString())).toEqual(['abc']);
      expect(questions[0]?.line.acceptMultipart).toBe(true);
    },
  );
});

interface Case {
  readonly request: unknown;
  readonly response: unknown;
  readonly ask: (phone: EasClient) => Promise<{ readonly response?: unknown }>;
  readonly read: (element: EasElement) => unknown;
  readonly element: EasElement;
}

const makeCase = <Request, Response>(
  request: Request,
  response: Response,
  how: {
    ask: (phone: EasClient, request: Request) => Promise<{ readonly response?: unknown }>;
    read: (element: EasElement) => unknown;
    write: (response: Response) => EasElement;
  },
): Case => ({
  request,
  response,
  ask: (phone) => how.ask(phone, request),
  read: how.read,
  element: how.write(response),
});

const searchOptions = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };

const cases: Readonly<Record<string, Case>> = {
  FolderCreate: makeCase(
    { syncKey: '1', parentId: '0', displayName: 'New', type: 12 } as const,
    { status: 1, syncKey: '2', serverId: '9' },
    {
      ask: (phone, request) => phone.folderCreate(request),
      read: readFolderCreateRequest,
      write: writeFolderCreateResponse,
    },
  ),
  FolderUpdate: makeCase(
    { syncKey: '2', serverId: '9', parentId: '0', displayName: 'Newer' },
    { status: 1, syncKey: '3' },
    {
      ask: (phone, request) => phone.folderUpdate(request),
      read: readFolderUpdateRequest,
      write: writeFolderUpdateResponse,
    },
  ),
  FolderDelete: makeCase(
    { syncKey: '3', serverId: '9' },
    { status: 4 },
    {
      ask: (phone, request) => phone.folderDelete(request),
      read: readFolderDeleteRequest,
      write: writeFolderDeleteResponse,
    },
  ),
  GetItemEstimate: makeCase(
    { collections: [{ syncKey: '1', collectionId: '5', options: [{ filterType: 3 }] }] },
    { answers: [{ status: 1, collectionId: '5', estimate: 3 }] },
    {
      ask: (phone, request) => phone.getItemEstimate(request),
      read: readGetItemEstimateRequest,
      write: (response) => writeGetItemEstimateResponse(response, '16.1'),
    },
  ),
  MoveItems: makeCase(
    { moves: [{ itemId: '5:7', sourceFolderId: '5', destinationFolderId: '9' }] },
    { answers: [{ itemId: '5:7', status: 3, newItemId: '9:1' }] },
    { ask: (phone, request) => phone.moveItems(request), read: readMoveItemsRequest, write: writeMoveItemsResponse },
  ),
  Search: makeCase(
    { store: 'GAL', query: 'ann', options: searchOptions } as const,
    { status: 1, answer: { status: 1, results: [] } },
    {
      ask: (phone, request) => phone.search(request),
      read: readSearchRequest,
      write: (response) => writeSearchResponse(response, 'GAL'),
    },
  ),
  Find: makeCase(
    { searchId: 's', criterion: { kind: 'gal', query: 'ann' } } as const,
    { status: 1, answer: { store: 'GAL', status: 1, results: [] } } as const,
    { ask: (phone, request) => phone.find(request), read: readFindRequest, write: writeFindResponse },
  ),
  ResolveRecipients: makeCase(
    { to: ['bob'], certificateRetrieval: 1 } as const,
    { status: 1, answers: [{ to: 'bob', status: 4, recipientCount: 0, recipients: [] }] },
    {
      ask: (phone, request) => phone.resolveRecipients(request),
      read: readResolveRecipientsRequest,
      write: writeResolveRecipientsResponse,
    },
  ),
  ValidateCert: makeCase(
    { chain: [], certificates: [Buffer.of(1, 2)], checkRevocation: false },
    { status: 1, certificates: [7] },
    {
      ask: (phone, request) => phone.validateCert(request),
      read: readValidateCertRequest,
      write: writeValidateCertResponse,
    },
  ),
  MeetingResponse: makeCase(
    { answers: [{ response: 1, target: { by: 'item', collectionId: '5', requestId: '5:7' } }] } as const,
    { results: [{ requestId: '5:7', status: 1, calendarId: '1:4' }] },
    {
      ask: (phone, request) => phone.meetingResponse(request),
      read: readMeetingResponseRequest,
      write: writeMeetingResponseResponse,
    },
  ),
};

it.each(Object.entries(cases))(
  '%s is asked and its answer read',
  async (command, { request, response, ask, read, element }) => {
    const { phone, questions } = await phoneAt({ answer: () => ({ element }) });
    expect((await ask(phone)).response).toEqual(response);
    expect(questions[0]?.line.command).toBe(command);
    expect(questions[0]?.element && read(questions[0].element)).toEqual(request);
  },
);

describe('Autodiscover', () => {
  const settings = writeAutodiscoverResponse({
    kind: 'settings',
    emailAddress: 'alice@example.com',
    servers: [{ type: 'MobileSync', url: 'https://mail.example.com/Microsoft-Server-ActiveSync' }],
  });

  it('is asked with an address, or with nothing but credentials', async () => {
    const questions: DiscoveryQuestion[] = [];
    const discover = (question: DiscoveryQuestion): PeerAnswer => {
      questions.push(question);
      return { body: Buffer.from(settings), headers: { 'content-type': 'text/xml; charset=utf-8' } };
    };
    const { phone } = await phoneAt({ discover });
    const answer = await phone.autodiscover('alice@example.com');
    await phone.autodiscover();
    expect(answer).toMatchObject({
      http: 200,
      settings: { servers: [{ url: 'https://mail.example.com/Microsoft-Server-ActiveSync' }] },
    });
    expect(questions.map(({ body }) => readAutodiscoverRequest(body))).toEqual([
      { emailAddress: 'alice@example.com', responseSchema: 'mobilesync' },
      { responseSchema: 'mobilesync' },
    ]);
    expect(questions[0]?.credentials).toMatchObject({ raw: 'alice@example.com', password: 'demo' });
    expect(questions[0]?.headers).not.toHaveProperty('x-ms-policykey');
  });

  it('has no settings without an answer in XML', async () => {
    const { phone } = await phoneAt({ discover: () => ({ http: 401 }) });
    expect(await phone.autodiscover('alice@example.com', 'outlook')).toMatchObject({ http: 401, settings: undefined });
  });
});
