import { readText, requireInteger } from '@/lib/protocol/eas/fields';
import { bytesOf, child, type EasElement, el, optional } from '@/lib/protocol/wbxml/element';

/** A person in the address book, as Search and Find give it: the Properties of one result. */
export interface GalEntry {
  readonly displayName?: string;
  readonly phone?: string;
  readonly office?: string;
  readonly title?: string;
  readonly company?: string;
  readonly alias?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly homePhone?: string;
  readonly mobilePhone?: string;
  readonly emailAddress?: string;
  /** Only if photos were asked for; the status is one of `pictureStatus`. */
  readonly picture?: { readonly status: number; readonly data?: Uint8Array };
}

type GalTextField = Exclude<keyof GalEntry, 'picture'>;

const elementOf = {
  displayName: 'DisplayName',
  phone: 'Phone',
  office: 'Office',
  title: 'Title',
  company: 'Company',
  alias: 'Alias',
  firstName: 'FirstName',
  lastName: 'LastName',
  homePhone: 'HomePhone',
  mobilePhone: 'MobilePhone',
  emailAddress: 'EmailAddress',
} as const satisfies Record<GalTextField, string>;

// `Object.keys` widens to string[]; the table is closed, so its keys are exactly the fields.
const fields = Object.keys(elementOf) as GalTextField[];

const malformed = 2;

/**
 * The Properties of an entry. What is empty is left out.
 *
 * @see [MS-ASCMD] 2.2.1.16 Search, [MS-ASCMD] 2.2.1.2 Find
 */
export const writeGalEntry = (entry: GalEntry): EasElement[] => [
  ...fields.flatMap((field) => (entry[field] ? [el('Gal', elementOf[field], entry[field])] : [])),
  ...(entry.picture ? [writePicture(entry.picture)] : []),
];

const writePicture = ({ status, data }: NonNullable<GalEntry['picture']>): EasElement =>
  el('Gal', 'Picture', [el('Gal', 'Status', status), optional('Gal', 'Data', data)]);

/**
 * Reads the Properties of an entry, as a client.
 *
 * @throws EasFormatError with Status 2
 */
export function readGalEntry(properties: readonly EasElement[]): GalEntry {
  const parent: EasElement = { namespace: 'Gal', name: 'Properties', children: properties };
  const texts = fields.map(
    (field) => [field, readText(parent, { name: elementOf[field], status: malformed })] as const,
  );
  const picture = child(parent, 'Picture');
  const data = picture && child(picture, 'Data');
  return {
    ...Object.fromEntries(texts.filter(([, value]) => value !== undefined)),
    ...(picture && {
      picture: {
        status: requireInteger(picture, { name: 'Status', status: malformed }),
        ...(data && { data: bytesOf(data) }),
      },
    }),
  };
}
