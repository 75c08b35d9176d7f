import type { DirectoryEntry } from '@/lib/domain/mailboxes/find-in-directory';
import type { GalEntry } from '@/lib/protocol/eas/gal-entry';
import type { PictureOptions } from '@/lib/protocol/eas/picture-options';

/** [MS-ASCMD] 2.2.3.177.12 Status (Picture): there is no photo of this person. */
const NO_PICTURE = 173;

/** A person as phones show it. The name is taken apart at its last space. */
export function galEntryOf({ displayName, address }: DirectoryEntry, picture: PictureOptions | undefined): GalEntry {
  const space = displayName.lastIndexOf(' ');
  const isAddress = displayName.includes('@');
  return {
    displayName,
    alias: address.split('@', 1)[0],
    firstName: space > 0 ? displayName.slice(0, space) : undefined,
    lastName: isAddress ? undefined : displayName.slice(space + 1),
    emailAddress: address,
    picture: picture && { status: NO_PICTURE },
  };
}
