/** Where an attachment is. */
export type FileTarget = {
  readonly folderId: string;
  readonly uid: number;
  /** IMAP section number. */
  readonly path: string;
};

const FORM = /^([A-Za-z0-9._-]{1,40}):([1-9]\d{0,9}):([1-9]\d{0,3}(?:\.[1-9]\d{0,3}){0,15})$/;
const MAX_UID = 0xffff_ffff;

/** A name for an attachment that a client hands back to fetch it. It gives nothing away that the client does not know. */
export const writeFileReference = ({ folderId, uid, path }: FileTarget): string => `${folderId}:${uid}:${path}`;

/**
 * What a FileReference stands for.
 *
 * @returns null if `writeFileReference` never made it
 * @see [MS-ASAIRS] 2.2.2 Elements
 */
export function readFileReference(reference: string): FileTarget | null {
  const [, folderId, digits, path] = FORM.exec(reference) ?? [];
  const uid = Number(digits);
  if (folderId === undefined || path === undefined || uid > MAX_UID) return null;
  return { folderId, uid, path };
}
