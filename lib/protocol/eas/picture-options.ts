import { readInteger } from '@/lib/protocol/eas/fields';
import { child, type EasElement } from '@/lib/protocol/wbxml/element';

/** That photos of people are wanted, from 14.1 on, and how large and how many. Absent: as many as there are. */
export interface PictureOptions {
  readonly maxBytes?: number;
  readonly maxPictures?: number;
}

/** Statuses of one photo. [MS-ASCMD] 2.2.2 Common Status Codes */
export const pictureStatus = { success: 1, none: 173, tooLarge: 174, tooMany: 175 } as const;

/**
 * The Picture element of Options, in the namespace of the command; undefined if photos are not wanted.
 *
 * @throws EasFormatError with this status
 */
export function readPictureOptions(options: EasElement, status: number): PictureOptions | undefined {
  const picture = child(options, 'Picture');
  return (
    picture && {
      maxBytes: readInteger(picture, { name: 'MaxSize', status }),
      maxPictures: readInteger(picture, { name: 'MaxPictures', status }),
    }
  );
}
