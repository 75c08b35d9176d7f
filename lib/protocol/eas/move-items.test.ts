import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readMoveItemsRequest,
  readMoveItemsResponse,
  writeMoveItemsRequest,
  writeMoveItemsResponse,
} from '@/lib/protocol/eas/move-items';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const move = { itemId: '5:77', sourceFolderId: '5', destinationFolderId: '12' };
const moves = (count: number) => Array.from({ length: count }, () => move);
const only = (...children: EasElement[]) => el('Move', 'MoveItems', [el('Move', 'Move', children)]);
const source = [el('Move', 'SrcMsgId', '5:77'), el('Move', 'SrcFldId', '5')];

describe('MoveItems', () => {
  it('is asked and answered as on the wire', () => {
    expect(readMoveItemsRequest(vector('moveitems-request'))).toEqual({ moves: [move] });
    expect(writeMoveItemsRequest({ moves: [move] })).toEqual(vector('moveitems-request'));
    const response = { answers: [{ itemId: '5:77', status: 3, newItemId: '12:1' }] };
    expect(writeMoveItemsResponse(response)).toEqual(vector('moveitems-response'));
    expect(readMoveItemsResponse(vector('moveitems-response'))).toEqual(response);
  });

  it('comes through in any order, with any values', () => {
    const { id, some } = arbitrary;
    const list = some(fc.record({ itemId: id, sourceFolderId: id, destinationFolderId: id }));
    fc.assert(
      fc.property(list, (each) => {
        expect(readMoveItemsRequest(inDisorder(overTheWire(writeMoveItemsRequest({ moves: each }))))).toEqual({
          moves: each,
        });
      }),
      { seed: 20_260_206 },
    );
  });

  it('tells the fate of each item, or of the whole', () => {
    const each = {
      answers: [
        { itemId: '5:77', status: 1 },
        { itemId: '5:78', status: 3, newItemId: '9' },
      ],
    };
    expect(readMoveItemsResponse(overTheWire(writeMoveItemsResponse(each)))).toEqual(each);
    const whole = { status: 103, answers: [] };
    expect(readMoveItemsResponse(overTheWire(writeMoveItemsResponse(whole)))).toEqual(whole);
  });

  it('may move 1000 items and no more', () => {
    expect(readMoveItemsRequest(writeMoveItemsRequest({ moves: moves(1000) })).moves).toHaveLength(1000);
    const tooMany = writeMoveItemsRequest({ moves: moves(1001) });
    expect(() => readMoveItemsRequest(tooMany)).toThrow(refused('out_of_range', 103));
  });

  it.each([
    ['nothing', el('Move', 'MoveItems'), 'missing_element', 103],
    ['no destination', only(...source), 'missing_element', 103],
    ['no source', only(el('Move', 'SrcMsgId', '5:77'), el('Move', 'DstFldId', '1')), 'missing_element', 103],
    ['no item', only(el('Move', 'SrcFldId', '5'), el('Move', 'DstFldId', '1')), 'missing_element', 103],
    ['an id that is too long', only(...source, el('Move', 'DstFldId', 'x'.repeat(65))), 'value_too_long', 103],
    [
      'two destinations',
      only(...source, el('Move', 'DstFldId', '1'), el('Move', 'DstFldId', '2')),
      'repeated_element',
      5,
    ],
    ['another document', el('Move', 'Move'), 'unexpected_document', 103],
  ] as const)('is refused for %s', (_what, element, code, status) => {
    expect(() => readMoveItemsRequest(element)).toThrow(refused(code, status));
  });
});
