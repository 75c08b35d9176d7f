import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readResolveRecipientsRequest,
  type ResolveRecipientsRequest,
  writeResolveRecipientsRequest,
} from '@/lib/protocol/eas/resolve-recipients';
import {
  readResolveRecipientsResponse,
  writeResolveRecipientsResponse,
} from '@/lib/protocol/eas/resolve-recipients-response';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const request: ResolveRecipientsRequest = {
  to: ['bob'],
  certificateRetrieval: 1,
  maxCertificates: 9999,
  maxAmbiguousRecipients: 99,
  availability: { start: new Date('2026-03-04T08:00:00Z'), end: new Date('2026-03-04T10:00:00Z') },
};

const DAY_MS = 24 * 60 * 60 * 1000;
const { id, text, uint, maybe, bytes, decoded, instant, any, some } = arbitrary;
const availability = fc
  .tuple(instant, fc.integer({ min: 1, max: 42 * DAY_MS }))
  .map(([start, spanMs]) => ({ start, end: new Date(start.getTime() + spanMs) }));

const resolve = (...children: EasElement[]) => el('ResolveRecipients', 'ResolveRecipients', children);
const to = el('ResolveRecipients', 'To', 'bob');
const asked = (...children: EasElement[]) => resolve(to, el('ResolveRecipients', 'Options', children));
const free = (...children: EasElement[]) => asked(el('ResolveRecipients', 'Availability', children));
const start = el('ResolveRecipients', 'StartTime', '2026-03-04T08:00:00.000Z');
const many = (count: number) => resolve(...Array.from({ length: count }, () => to));

describe('requests of ResolveRecipients', () => {
  it('are as on the wire', () => {
    expect(readResolveRecipientsRequest(vector('resolverecipients-request'))).toEqual(request);
    expect(writeResolveRecipientsRequest(request)).toEqual(vector('resolverecipients-request'));
  });

  it('come through in any order, with any values', () => {
    const requests = fc.record({
      to: some(text(256)),
      certificateRetrieval: fc.constantFrom(1 as const, 2 as const, 3 as const),
      maxCertificates: maybe(fc.nat(9999)),
      maxAmbiguousRecipients: maybe(fc.nat(9999)),
      availability: maybe(availability),
      picture: maybe(fc.record({ maxBytes: maybe(uint), maxPictures: maybe(uint) })),
    });
    fc.assert(
      fc.property(requests, (each) => {
        const element = inDisorder(overTheWire(writeResolveRecipientsRequest(each)));
        expect(readResolveRecipientsRequest(element)).toEqual(each);
      }),
      { seed: 20_260_223 },
    );
  });

  it('want no certificates if they do not say so', () => {
    expect(readResolveRecipientsRequest(resolve(to))).toEqual({ to: ['bob'], certificateRetrieval: 1 });
    expect(readResolveRecipientsRequest(asked())).toMatchObject({ certificateRetrieval: 1 });
  });

  it('may name 100 people and no more', () => {
    expect(readResolveRecipientsRequest(many(100)).to).toHaveLength(100);
    expect(() => readResolveRecipientsRequest(many(101))).toThrow(refused('out_of_range', 5));
  });

  it.each([
    ['nobody', resolve(), 'missing_element'],
    ['an empty name', resolve(el('ResolveRecipients', 'To')), 'missing_element'],
    ['a name of 257 characters', resolve(el('ResolveRecipients', 'To', 'x'.repeat(257))), 'value_too_long'],
    ['a name of another namespace', resolve(el('Email', 'To', 'bob')), 'missing_element'],
    ['certificates of a fourth kind', asked(el('ResolveRecipients', 'CertificateRetrieval', 4)), 'out_of_range'],
    ['10000 certificates', asked(el('ResolveRecipients', 'MaxCertificates', 10_000)), 'out_of_range'],
    ['10000 suggestions', asked(el('ResolveRecipients', 'MaxAmbiguousRecipients', 10_000)), 'out_of_range'],
    ['no end', free(start), 'missing_element'],
    ['no beginning', free(el('ResolveRecipients', 'EndTime', '20260304T090000Z')), 'missing_element'],
    [
      'a beginning that is no time',
      free(el('ResolveRecipients', 'StartTime', 'x'), el('ResolveRecipients', 'EndTime', '20260304T090000Z')),
      'invalid_value',
    ],
    [
      'an end before the beginning',
      free(start, el('ResolveRecipients', 'EndTime', '20260304T070000Z')),
      'out_of_range',
    ],
    ['an end that is no time', free(start, el('ResolveRecipients', 'EndTime', 'x')), 'invalid_value'],
    ['an end at the beginning', free(start, el('ResolveRecipients', 'EndTime', '20260304T080000Z')), 'out_of_range'],
    ['more than 42 days', free(start, el('ResolveRecipients', 'EndTime', '20260415T080001Z')), 'out_of_range'],
    [
      'photos of no number',
      asked(el('ResolveRecipients', 'Picture', [el('ResolveRecipients', 'MaxSize', 'x')])),
      'invalid_value',
    ],
    ['another document', el('ResolveRecipients', 'Response'), 'unexpected_document'],
  ] as const)('are refused with Status 5 for %s', (_what, element, code) => {
    expect(() => readResolveRecipientsRequest(element)).toThrow(refused(code, 5));
  });
});

describe('answers of ResolveRecipients', () => {
  const recipient = fc.record({
    type: fc.constantFrom(1 as const, 2 as const),
    displayName: id,
    emailAddress: id,
    availability: maybe(fc.record({ status: uint, mergedFreeBusy: maybe(fc.stringMatching(/^[0-4]{1,50}$/)) })),
    certificates: maybe(
      fc.record({
        status: uint,
        certificateCount: maybe(uint),
        recipientCount: maybe(uint),
        certificates: any(decoded),
        miniCertificate: maybe(decoded),
      }),
    ),
    picture: maybe(fc.record({ status: uint, data: maybe(bytes) })),
  });
  const answer = fc.record({ to: id, status: uint, recipientCount: uint, recipients: any(recipient) });

  it('come through in any order, with any values', () => {
    fc.assert(
      fc.property(any(answer), (answers) => {
        const response = { status: 1, answers };
        const element = inDisorder(overTheWire(writeResolveRecipientsResponse(response)));
        expect(readResolveRecipientsResponse(element)).toEqual(response);
      }),
      { seed: 20_260_224 },
    );
  });

  it('can fail as a whole, and are no other document', () => {
    const response = { status: 6, answers: [] };
    expect(readResolveRecipientsResponse(writeResolveRecipientsResponse(response))).toEqual(response);
    expect(() => readResolveRecipientsResponse(el('Search', 'Search'))).toThrow(refused('unexpected_document', 5));
  });
});
