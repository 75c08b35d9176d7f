import { expect, it } from 'vitest';
import { readGetItemEstimateRequest } from '@/lib/protocol/eas/get-item-estimate';
import { readSearchRequest } from '@/lib/protocol/eas/search';
import { readSyncRequest } from '@/lib/protocol/eas/sync-request';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';

const twice = (one: EasElement, other: EasElement) => el('AirSync', 'Options', [one, other]);

// The result is undefined where the specification allows one; other servers return no error.
it.each([
  ['FilterType', el('AirSync', 'FilterType', 1), el('AirSync', 'FilterType', 5), { filterType: 1 }],
  ['Class', el('AirSync', 'Class', 'Email'), el('AirSync', 'Class', 'Calendar'), { class: 'Email' }],
  ['MaxItems', el('AirSync', 'MaxItems', 1), el('AirSync', 'MaxItems', 2), { maxItems: 1 }],
  ['MIMESupport', el('AirSync', 'MIMESupport', 1), el('AirSync', 'MIMESupport', 2), { mimeSupport: 1 }],
  ['MIMETruncation', el('AirSync', 'MIMETruncation', 1), el('AirSync', 'MIMETruncation', 2), { mimeTruncation: 1 }],
  ['Conflict', el('AirSync', 'Conflict', 0), el('AirSync', 'Conflict', 1), { conflict: 0 }],
])('the first of two %s counts in the options of Sync', (_name, one, other, expected) => {
  const collection = [el('AirSync', 'SyncKey', '1'), el('AirSync', 'CollectionId', '5'), twice(one, other)];
  const request = el('AirSync', 'Sync', [el('AirSync', 'Collections', [el('AirSync', 'Collection', collection)])]);
  expect(readSyncRequest(request).collections[0]?.options).toEqual([expect.objectContaining(expected)]);
});

it('the first of two MaxItems counts in GetItemEstimate', () => {
  const collection = [
    el('AirSync', 'SyncKey', '1'),
    el('GetItemEstimate', 'CollectionId', '5'),
    twice(el('AirSync', 'MaxItems', 1), el('AirSync', 'MaxItems', 2)),
  ];
  const list = el('GetItemEstimate', 'Collections', [el('GetItemEstimate', 'Collection', collection)]);
  const request = el('GetItemEstimate', 'GetItemEstimate', [list]);
  expect(readGetItemEstimateRequest(request).collections[0]?.options).toEqual([{ maxItems: 1 }]);
});

const store = (...options: EasElement[]) =>
  el('Search', 'Store', [
    el('Search', 'Name', 'Mailbox'),
    el('Search', 'Query', [el('Search', 'And', [el('Search', 'FreeText', 'budget')])]),
    el('Search', 'Options', options),
  ]);

it.each([
  ['DeepTraversal', el('Search', 'DeepTraversal'), el('Search', 'DeepTraversal'), { deepTraversal: true }],
  ['RebuildResults', el('Search', 'RebuildResults'), el('Search', 'RebuildResults'), { rebuildResults: true }],
  ['Range', el('Search', 'Range', '0-1'), el('Search', 'Range', '0-9'), { range: { first: 0, last: 1 } }],
  ['MIMESupport', el('AirSync', 'MIMESupport', 1), el('AirSync', 'MIMESupport', 2), { mimeSupport: 1 }],
])('the first of two %s counts in the options of Search', (_name, one, other, expected) => {
  expect(readSearchRequest(el('Search', 'Search', [store(one, other)])).options).toMatchObject(expected);
});

it('the first of two stores is searched', () => {
  const request = el('Search', 'Search', [store(el('Search', 'Range', '0-1')), store(el('Search', 'Range', '0-9'))]);
  expect(readSearchRequest(request).options.range).toEqual({ first: 0, last: 1 });
});
