import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  readAttachmentChanges,
  readAttachmentReferences,
  writeAttachmentChanges,
  writeAttachmentReferences,
} from '@/lib/protocol/eas/attachment-changes';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';

const { id, text, maybe, flag, bytes, any } = arbitrary;

const addition = fc.record({
  clientId: id,
  method: fc.constantFrom(1 as const, 5 as const),
  content: bytes,
  displayName: text(200),
  contentType: maybe(id),
  contentId: maybe(id),
  isInline: flag,
});

it('come through in any order, with any values', () => {
  fc.assert(
    fc.property(fc.record({ added: any(addition), deleted: any(text(200)) }), (changes) => {
      const list = inDisorder(overTheWire(writeAttachmentChanges(changes)));
      expect(readAttachmentChanges([el('Email', 'Subject', 'x'), list])).toEqual(changes);
    }),
    { seed: 20_260_225 },
  );
});

it('are answered with the references under which the server keeps them', () => {
  fc.assert(
    fc.property(any(fc.record({ clientId: id, fileReference: text(200) })), (references) => {
      const list = inDisorder(overTheWire(writeAttachmentReferences(references)));
      expect(readAttachmentReferences([list])).toEqual(references);
    }),
    { seed: 20_260_226 },
  );
});

it('are none if properties say nothing of them', () => {
  expect(readAttachmentChanges([el('Email', 'Subject', 'x')])).toBeUndefined();
  expect(readAttachmentReferences([])).toEqual([]);
});

const base = (name: 'ClientId' | 'DisplayName' | 'Content' | 'Method', value: string | number | Buffer) =>
  el('AirSyncBase', name, value);
const whole = [base('ClientId', 'a'), base('Method', 1), base('Content', Buffer.of(1)), base('DisplayName', 'a.txt')];
const adding = (...children: EasElement[]) => [el('AirSyncBase', 'Attachments', [el('AirSyncBase', 'Add', children)])];

it.each(whole.map(({ name }) => name))('are refused with Status 4 without %s', (name) => {
  const properties = adding(...whole.filter((each) => each.name !== name));
  expect(() => readAttachmentChanges(properties)).toThrow(refused('missing_element', 4));
});

it.each([
  [
    'a method that clients do not have',
    adding(...whole.filter((each) => each.name !== 'Method'), base('Method', 6)),
    'invalid_value',
  ],
  ['a removal of nothing', [el('AirSyncBase', 'Attachments', [el('AirSyncBase', 'Delete')])], 'missing_element'],
  [
    '1001 attachments',
    [
      el(
        'AirSyncBase',
        'Attachments',
        Array.from({ length: 1001 }, () => el('AirSyncBase', 'Delete')),
      ),
    ],
    'out_of_range',
  ],
] as const)('are refused with Status 4 for %s', (_what, properties, code) => {
  expect(() => readAttachmentChanges(properties)).toThrow(refused(code, 4));
});
