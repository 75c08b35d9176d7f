import {
  readInteger,
  readText,
  requireDocument,
  requireInteger,
  requireSome,
  requireText,
} from '@/lib/protocol/eas/fields';
import { MAX_KEY_LENGTH } from '@/lib/protocol/eas/folder-sync';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { commonStatus } from '@/lib/protocol/eas/status';
import { children, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** [MS-ASCMD] 2.2.3.177.10 Status (MoveItems), of one item. Success is 3. */
export const moveItemsStatus = {
  invalidSource: 1,
  invalidDestination: 2,
  success: 3,
  sameFolder: 4,
  /** Several destinations, or the item is locked. */
  cannotMove: 5,
  locked: 7,
} as const;

export interface ItemMove {
  readonly itemId: string;
  readonly sourceFolderId: string;
  readonly destinationFolderId: string;
}

export interface MoveItemsRequest {
  readonly moves: readonly ItemMove[];
}

export interface MoveAnswer {
  /** The id under which it was to be moved. */
  readonly itemId: string;
  readonly status: number;
  /** Where it is now, with Status 3. */
  readonly newItemId?: string;
}

export interface MoveItemsResponse {
  /** Only for a failure of the whole request. */
  readonly status?: number;
  /** In the order of the request. */
  readonly answers: readonly MoveAnswer[];
}

const MAX_MOVES = 1000;
const status = commonStatus.invalidXml;

/**
 * @throws EasFormatError with Status 103, also for more than 1000 items; with 5 if an item has several destinations
 * @see [MS-ASCMD] 2.2.1.12 MoveItems
 */
export function readMoveItemsRequest(element: EasElement): MoveItemsRequest {
  requireDocument(element, 'MoveItems', status);
  return { moves: requireSome(element, { name: 'Move', status, max: MAX_MOVES }).map(readMove) };
}

function readMove(element: EasElement): ItemMove {
  if (children(element, 'DstFldId').length > 1) {
    throw new EasFormatError('repeated_element', 'DstFldId', moveItemsStatus.cannotMove);
  }
  return {
    itemId: requireText(element, { name: 'SrcMsgId', status, maxLength: MAX_KEY_LENGTH }),
    sourceFolderId: requireText(element, { name: 'SrcFldId', status, maxLength: MAX_KEY_LENGTH }),
    destinationFolderId: requireText(element, { name: 'DstFldId', status, maxLength: MAX_KEY_LENGTH }),
  };
}

/** The request of a client. */
export const writeMoveItemsRequest = ({ moves }: MoveItemsRequest): EasElement =>
  el(
    'Move',
    'MoveItems',
    moves.map((each) =>
      el('Move', 'Move', [
        el('Move', 'SrcMsgId', each.itemId),
        el('Move', 'SrcFldId', each.sourceFolderId),
        el('Move', 'DstFldId', each.destinationFolderId),
      ]),
    ),
  );

/** The document of an answer. */
export const writeMoveItemsResponse = ({ status: whole, answers }: MoveItemsResponse): EasElement =>
  el('Move', 'MoveItems', [
    optional('Move', 'Status', whole),
    ...answers.map((each) =>
      el('Move', 'Response', [
        el('Move', 'SrcMsgId', each.itemId),
        el('Move', 'Status', each.status),
        optional('Move', 'DstMsgId', each.newItemId),
      ]),
    ),
  ]);

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if it is no answer to MoveItems
 */
export function readMoveItemsResponse(element: EasElement): MoveItemsResponse {
  requireDocument(element, 'MoveItems', status);
  return {
    status: readInteger(element, { name: 'Status', status }),
    answers: children(element, 'Response').map((each) => ({
      itemId: requireText(each, { name: 'SrcMsgId', status }),
      status: requireInteger(each, { name: 'Status', status }),
      newItemId: readText(each, { name: 'DstMsgId', status }),
    })),
  };
}
