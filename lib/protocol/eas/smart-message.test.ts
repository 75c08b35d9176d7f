import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSmartMessageRequest,
  readSmartMessageResponse,
  smartMessageParameters,
  type SmartMessageRequest,
  smartMessageRequestOfMime,
  writeSmartMessageRequest,
  writeSmartMessageResponse,
} from '@/lib/protocol/eas/smart-message';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const mime = Buffer.from('To: bob@example.com\r\n\r\nOK\r\n');
const occurrence = new Date('2026-04-08T18:16:00.000Z');

const { id, text, maybe, flag, bytes, instant } = arbitrary;
const source = fc.oneof(
  fc.record({ by: fc.constant('item' as const), folderId: id, itemId: id, instanceId: maybe(instant) }),
  fc.record({ by: fc.constant('longId' as const), longId: text(256), instanceId: maybe(instant) }),
);
const outgoing = { clientId: text(40), accountId: maybe(id), saveInSentItems: flag, source, replaceMime: flag };

const smart = (name: 'SmartReply' | 'SmartForward', ...children: EasElement[]) =>
  el('ComposeMail', name, [el('ComposeMail', 'ClientId', 'cm-1'), ...children]);
const from = (...children: EasElement[]) => el('ComposeMail', 'Source', children);
const mimeElement = el('ComposeMail', 'Mime', mime);
const folder = el('ComposeMail', 'FolderId', '5');
const item = el('ComposeMail', 'ItemId', '5:77');
const longId = el('ComposeMail', 'LongId', 'L');

describe('SmartReply and SmartForward from 14.0 on', () => {
  it('are asked as on the wire', () => {
    const read = readSmartMessageRequest(vector('smartreply-request'));
    expect(read).toMatchObject({
      command: 'SmartReply',
      clientId: 'cm-0002',
      source: { by: 'item', folderId: '5', itemId: '5:77' },
      saveInSentItems: true,
      replaceMime: false,
      forwardees: [],
    });
    expect(overTheWire(writeSmartMessageRequest(read))).toEqual(vector('smartreply-request'));
  });

  it('come through in any order, with any values', () => {
    const forwardees = arbitrary.some(fc.record({ name: maybe(text(100)), email: text(100) }));
    const requests = fc.oneof(
      fc.record({
        ...outgoing,
        command: fc.constantFrom('SmartReply' as const, 'SmartForward' as const),
        mime: bytes,
        templateId: maybe(id),
        forwardees: fc.constant([]),
      }),
      fc.record({ ...outgoing, command: fc.constant('SmartForward' as const), mime: maybe(bytes), forwardees }),
    );
    fc.assert(
      fc.property(requests, (each: SmartMessageRequest) => {
        expect(readSmartMessageRequest(inDisorder(overTheWire(writeSmartMessageRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_208 },
    );
  });

  it('take an occurrence in either form of a time', () => {
    const read = readSmartMessageRequest(
      smart('SmartForward', from(folder, item, el('ComposeMail', 'InstanceId', '20260408T181600Z')), mimeElement),
    );
    expect(read.source.instanceId).toEqual(occurrence);
  });

  it.each([
    ['no source', smart('SmartReply', mimeElement), 'missing_element', 103],
    ['an empty source', smart('SmartReply', from(), mimeElement), 'missing_element', 103],
    ['no message', smart('SmartReply', from(folder, item)), 'missing_element', 103],
    [
      'a reply to forwardees',
      smart(
        'SmartReply',
        from(folder, item),
        el('ComposeMail', 'Forwardees', [el('ComposeMail', 'Forwardee', [el('ComposeMail', 'Email', 'a@b')])]),
      ),
      'missing_element',
      103,
    ],
    [
      'a forwardee without address',
      smart('SmartForward', from(folder, item), el('ComposeMail', 'Forwardees', [el('ComposeMail', 'Forwardee')])),
      'missing_element',
      103,
    ],
    ['a folder without item', smart('SmartReply', from(folder), mimeElement), 'missing_element', 105],
    ['an item without folder', smart('SmartReply', from(item), mimeElement), 'missing_element', 105],
    ['both kinds of id', smart('SmartReply', from(folder, item, longId), mimeElement), 'conflicting_elements', 105],
    [
      'an occurrence that is no time',
      smart('SmartForward', from(folder, item, el('ComposeMail', 'InstanceId', 'soon')), mimeElement),
      'invalid_value',
      104,
    ],
    ['an empty message', smart('SmartReply', from(folder, item), el('ComposeMail', 'Mime')), 'missing_element', 107],
    ['another document', el('ComposeMail', 'SendMail'), 'unexpected_document', 103],
    [
      'the name in another namespace',
      { ...smart('SmartReply'), namespace: 'Email' as const },
      'unexpected_document',
      103,
    ],
  ] as const)('are refused for %s', (_what, element, code, status) => {
    expect(() => readSmartMessageRequest(element)).toThrow(refused(code, status));
  });

  it.each(['SmartReply', 'SmartForward'] as const)('are answered only if they fail: %s', (command) => {
    const element = overTheWire(writeSmartMessageResponse(command, { status: 150 }));
    expect(element.name).toBe(command);
    expect(readSmartMessageResponse(element)).toEqual({ status: 150 });
  });

  it('are not answered by a document of another command', () => {
    expect(() => readSmartMessageResponse(vector('sendmail-error-response'))).toThrow(
      refused('unexpected_document', 103),
    );
  });
});

describe('SmartReply and SmartForward up to 12.1', () => {
  const parameters = { collectionId: '5', itemId: '5:77', saveInSent: true };

  it('take message and source from body and query', () => {
    expect(smartMessageRequestOfMime('SmartForward', mime, { ...parameters, occurrence: '20260408T181600Z' })).toEqual({
      command: 'SmartForward',
      saveInSentItems: true,
      source: { by: 'item', folderId: '5', itemId: '5:77', instanceId: occurrence },
      replaceMime: false,
      mime,
      forwardees: [],
    });
    expect(smartMessageRequestOfMime('SmartReply', mime, { longId: 'L', saveInSent: false })).toMatchObject({
      command: 'SmartReply',
      source: { by: 'longId', longId: 'L' },
      saveInSentItems: false,
    });
  });

  it('come through from the client’s parameters', () => {
    fc.assert(
      fc.property(fc.record({ source, saveInSentItems: flag, mime: bytes }), (each) => {
        const request = { ...each, command: 'SmartReply' as const, replaceMime: false, forwardees: [] };
        expect(smartMessageRequestOfMime('SmartReply', each.mime, smartMessageParameters(request))).toEqual(request);
      }),
      { seed: 20_260_209 },
    );
  });

  it.each([
    ['no message', undefined, parameters, 'missing_element', 107],
    ['no source', mime, { saveInSent: true }, 'missing_element', 103],
    ['half a source', mime, { itemId: '5:77', saveInSent: true }, 'missing_element', 105],
    ['an occurrence that is no time', mime, { ...parameters, occurrence: 'O' }, 'invalid_value', 104],
  ] as const)('are refused for %s', (_what, body, query, code, status) => {
    expect(() => smartMessageRequestOfMime('SmartReply', body, query)).toThrow(refused(code, status));
  });
});
