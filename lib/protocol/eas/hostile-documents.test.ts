import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFindRequest } from '@/lib/protocol/eas/find';
import { readFolderCreateRequest } from '@/lib/protocol/eas/folder-create';
import { readFolderDeleteRequest, writeFolderDeleteRequest } from '@/lib/protocol/eas/folder-delete';
import { readFolderSyncRequest } from '@/lib/protocol/eas/folder-sync';
import { readFolderUpdateRequest, writeFolderUpdateRequest } from '@/lib/protocol/eas/folder-update';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { readGetItemEstimateRequest } from '@/lib/protocol/eas/get-item-estimate';
import { readItemOperationsRequest } from '@/lib/protocol/eas/item-operations';
import { readMeetingResponseRequest } from '@/lib/protocol/eas/meeting-response';
import { readMoveItemsRequest } from '@/lib/protocol/eas/move-items';
import { readPingRequest } from '@/lib/protocol/eas/ping';
import { readResolveRecipientsRequest } from '@/lib/protocol/eas/resolve-recipients';
import { readSearchRequest, writeSearchRequest } from '@/lib/protocol/eas/search';
import { readSendMailRequest } from '@/lib/protocol/eas/send-mail';
import { readSettingsRequest } from '@/lib/protocol/eas/settings';
import { readSmartMessageRequest } from '@/lib/protocol/eas/smart-message';
import { readSyncRequest } from '@/lib/protocol/eas/sync-request';
import { readValidateCertRequest, writeValidateCertRequest } from '@/lib/protocol/eas/validate-cert';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { arbitraryElement } from '@/lib/protocol/wbxml/testdata/arbitrary-element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const options = {
  range: { first: 0, last: 9 },
  deepTraversal: true,
  rebuildResults: true,
  bodyPreferences: [{ type: 1 as const, allOrNone: false }],
  bodyPartPreferences: [],
};
const mailbox = { classes: ['Email'], collectionIds: ['5'], freeText: 'x', receivedAfter: new Date(0) };

/** Good requests, and what reads them. */
const commands: Readonly<Record<string, readonly [EasElement, (element: EasElement) => unknown]>> = {
  FolderSync: [vector('foldersync-initial-request'), readFolderSyncRequest],
  FolderCreate: [vector('foldercreate-request'), readFolderCreateRequest],
  FolderUpdate: [
    writeFolderUpdateRequest({ syncKey: '1', serverId: '5', parentId: '0', displayName: 'x' }),
    readFolderUpdateRequest,
  ],
  FolderDelete: [writeFolderDeleteRequest({ syncKey: '1', serverId: '5' }), readFolderDeleteRequest],
  Sync: [vector('sync-client-changes-request'), readSyncRequest],
  'Sync with options': [vector('sync-getchanges-request'), readSyncRequest],
  Ping: [vector('ping-request'), readPingRequest],
  Settings: [vector('settings-device-info-request'), readSettingsRequest],
  GetItemEstimate: [vector('getitemestimate-14-request'), readGetItemEstimateRequest],
  MoveItems: [vector('moveitems-request'), readMoveItemsRequest],
  SendMail: [vector('sendmail-14-request'), readSendMailRequest],
  SmartReply: [vector('smartreply-request'), readSmartMessageRequest],
  ItemOperations: [vector('itemoperations-fetch-attachment-request'), readItemOperationsRequest],
  'Search in the address book': [vector('search-gal-request'), readSearchRequest],
  'Search in a mailbox': [writeSearchRequest({ store: 'Mailbox', query: mailbox, options }), readSearchRequest],
  'Search for documents': [
    writeSearchRequest({ store: 'DocumentLibrary', linkId: '\\\\host\\share', options }),
    readSearchRequest,
  ],
  Find: [vector('find-request-161'), readFindRequest],
  MeetingResponse: [vector('meetingresponse-141-request'), readMeetingResponseRequest],
  ResolveRecipients: [vector('resolverecipients-request'), readResolveRecipientsRequest],
  ValidateCert: [
    writeValidateCertRequest({ chain: [Buffer.of(1)], certificates: [Buffer.of(2)], checkRevocation: true }),
    readValidateCertRequest,
  ],
};

const damage = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('remove', 'repeat', 'text', 'bytes', 'empty', 'foreign', 'nest'),
  text: fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom('', '-1', '4294967296', '1e3', '0x10', ' 1 ', 'NaN', '0-'),
  ),
  element: arbitraryElement,
});

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

const countElements = (element: EasElement): number =>
  element.children.reduce((sum, each) => sum + countElements(each), 1);

function damaged(element: EasElement, change: Damage): EasElement {
  let toGo = change.at % countElements(element);
  const visit = (each: EasElement): EasElement[] => {
    const isHere = toGo === 0;
    toGo -= 1;
    if (isHere) return replace(each, change);
    return [{ ...each, children: each.children.flatMap(visit) }];
  };
  return visit(element)[0] ?? element;
}

function replace(element: EasElement, { kind, text, element: foreign }: Damage): EasElement[] {
  const { namespace, name, children } = element;
  if (kind === 'remove') return [];
  if (kind === 'repeat') return [element, element];
  if (kind === 'text') return [{ namespace, name, children: [], text }];
  if (kind === 'bytes') return [{ namespace, name, children: [], opaque: Buffer.from(text) }];
  if (kind === 'empty') return [{ namespace, name, children: [] }];
  return kind === 'foreign' ? [foreign] : [{ namespace, name, children: [...children, foreign, element] }];
}

/** What is wrong with how a document is read, or null: it leads to a request, or to an error that has an answer. */
function faultOf(read: (element: EasElement) => unknown, element: EasElement): string | null {
  try {
    read(element);
    return null;
  } catch (error) {
    if (!(error instanceof EasFormatError)) return `threw ${String(error)}`;
    return Number.isInteger(error.status) && error.status > 1 ? null : `has the status ${error.status}`;
  }
}

describe('documents that no good client sends lead to a request or to a status', () => {
  it.each(Object.entries(commands))('of %s', (_name, [good, read]) => {
    expect(faultOf(read, good)).toBeNull();
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (changes) => {
        expect(faultOf(read, changes.reduce(damaged, good))).toBeNull();
      }),
      { seed: 20_260_240, numRuns: 200 },
    );
  });

  it.each(Object.entries(commands))('of %s in another namespace', (_name, [good, read]) => {
    expect(() => read({ ...good, namespace: 'AirNotify' })).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code: 'unexpected_document' }),
    );
  });
});
