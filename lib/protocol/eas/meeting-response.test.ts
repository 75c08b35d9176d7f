import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MeetingResponseRequest,
  readMeetingResponseRequest,
  readMeetingResponseResponse,
  writeMeetingResponseRequest,
  writeMeetingResponseResponse,
} from '@/lib/protocol/eas/meeting-response';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request: MeetingResponseRequest = {
  answers: [
    {
      response: 1,
      target: { by: 'item', collectionId: '5', requestId: '5:81' },
      instanceId: new Date('2026-04-08T18:16:00.000Z'),
    },
  ],
};

const { id, text, maybe, instant, some } = arbitrary;
const body = fc.record({ type: fc.constantFrom(1 as const, 2 as const), data: text(400) });
const sendResponse = fc.oneof(
  fc.record({ body: maybe(body) }),
  fc.record({ body: maybe(body), proposedStart: instant }).map((each) => ({
    ...each,
    proposedEnd: new Date(each.proposedStart.getTime() + 1_800_000),
  })),
);
const answer = fc.record({
  response: fc.constantFrom(1 as const, 2 as const, 3 as const),
  target: fc.oneof(
    fc.record({ by: fc.constant('item' as const), collectionId: id, requestId: id }),
    fc.record({ by: fc.constant('longId' as const), longId: text(256) }),
  ),
  instanceId: maybe(instant),
  sendResponse: maybe(sendResponse),
});

const ids = [el('MeetingResponse', 'CollectionId', '5'), el('MeetingResponse', 'RequestId', '5:81')];
const accept = el('MeetingResponse', 'UserResponse', 1);
const one = (...children: EasElement[]) =>
  el('MeetingResponse', 'MeetingResponse', [el('MeetingResponse', 'Request', children)]);
const send = (...children: EasElement[]) => one(accept, ...ids, el('MeetingResponse', 'SendResponse', children));
const many = (count: number) =>
  el(
    'MeetingResponse',
    'MeetingResponse',
    Array.from({ length: count }, () => el('MeetingResponse', 'Request', [accept, ...ids])),
  );
const start = el('MeetingResponse', 'ProposedStartTime', '2026-04-08T18:16:00.000Z');

describe('MeetingResponse', () => {
  it('is asked and answered as on the wire', () => {
    expect(readMeetingResponseRequest(vector('meetingresponse-141-request'))).toEqual(request);
    expect(writeMeetingResponseRequest(request)).toEqual(vector('meetingresponse-141-request'));
    const response = { results: [{ requestId: '5:81', status: 1, calendarId: '1:44' }] };
    expect(writeMeetingResponseResponse(response)).toEqual(vector('meetingresponse-response'));
    expect(readMeetingResponseResponse(vector('meetingresponse-response'))).toEqual(response);
  });

  it('comes through in any order, with any values', () => {
    fc.assert(
      fc.property(some(answer), (answers) => {
        const each = { answers };
        expect(readMeetingResponseRequest(inDisorder(overTheWire(writeMeetingResponseRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_221 },
    );
  });

  it('takes an occurrence in either form of a time', () => {
    const element = one(accept, ...ids, el('MeetingResponse', 'InstanceId', '20260408T181600Z'));
    expect(readMeetingResponseRequest(element)).toEqual(request);
  });

  it('may answer 100 meetings and no more', () => {
    expect(readMeetingResponseRequest(many(100)).answers).toHaveLength(100);
    expect(() => readMeetingResponseRequest(many(101))).toThrow(refused('out_of_range', 103));
  });

  it.each([
    ['nothing', many(0), 'missing_element', 2],
    ['no answer', one(...ids), 'missing_element', 2],
    ['an answer that is none', one(el('MeetingResponse', 'UserResponse', 4), ...ids), 'out_of_range', 2],
    ['no meeting', one(accept), 'missing_element', 2],
    ['a meeting without folder', one(accept, el('MeetingResponse', 'RequestId', '5')), 'missing_element', 2],
    ['a meeting without id', one(accept, el('MeetingResponse', 'CollectionId', '5')), 'missing_element', 2],
    [
      'an id that is too long',
      one(accept, el('MeetingResponse', 'CollectionId', '5'), el('MeetingResponse', 'RequestId', 'x'.repeat(65))),
      'value_too_long',
      2,
    ],
    ['ids of another namespace', one(accept, el('AirSync', 'CollectionId', '5')), 'missing_element', 2],
    [
      'an occurrence that is no time',
      one(accept, ...ids, el('MeetingResponse', 'InstanceId', 'x')),
      'invalid_value',
      104,
    ],
    ['half a proposal', send(start), 'missing_element', 2],
    [
      'a proposal that ends at once',
      send(start, el('MeetingResponse', 'ProposedEndTime', '20260408T181600Z')),
      'out_of_range',
      2,
    ],
    ['a proposal that is no time', send(el('MeetingResponse', 'ProposedStartTime', 'x')), 'invalid_value', 2],
    ['a body of another type', send(el('AirSyncBase', 'Body', [el('AirSyncBase', 'Type', 4)])), 'out_of_range', 2],
    ['another document', el('MeetingResponse', 'Request'), 'unexpected_document', 2],
  ] as const)('is refused for %s', (_what, element, code, status) => {
    expect(() => readMeetingResponseRequest(element)).toThrow(refused(code, status));
  });

  it.each([{ results: [{ status: 2 }, { requestId: '5:81', status: 146 }] }, { status: 103, results: [] }])(
    'is answered with %o',
    (response) => {
      expect(readMeetingResponseResponse(inDisorder(overTheWire(writeMeetingResponseResponse(response))))).toEqual(
        response,
      );
    },
  );
});
