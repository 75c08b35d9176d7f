import { airNotifyPage } from '@/lib/protocol/wbxml/code-pages/air-notify';
import { airSyncBasePage } from '@/lib/protocol/wbxml/code-pages/air-sync-base';
import { airSyncPage } from '@/lib/protocol/wbxml/code-pages/air-sync';
import { calendarPage } from '@/lib/protocol/wbxml/code-pages/calendar';
import { composeMailPage } from '@/lib/protocol/wbxml/code-pages/compose-mail';
import { contacts2Page } from '@/lib/protocol/wbxml/code-pages/contacts2';
import { contactsPage } from '@/lib/protocol/wbxml/code-pages/contacts';
import { documentLibraryPage } from '@/lib/protocol/wbxml/code-pages/document-library';
import { email2Page } from '@/lib/protocol/wbxml/code-pages/email2';
import { emailPage } from '@/lib/protocol/wbxml/code-pages/email';
import { findPage } from '@/lib/protocol/wbxml/code-pages/find';
import { folderHierarchyPage } from '@/lib/protocol/wbxml/code-pages/folder-hierarchy';
import { galPage } from '@/lib/protocol/wbxml/code-pages/gal';
import { getItemEstimatePage } from '@/lib/protocol/wbxml/code-pages/get-item-estimate';
import { itemOperationsPage } from '@/lib/protocol/wbxml/code-pages/item-operations';
import { meetingResponsePage } from '@/lib/protocol/wbxml/code-pages/meeting-response';
import { movePage } from '@/lib/protocol/wbxml/code-pages/move';
import { notesPage } from '@/lib/protocol/wbxml/code-pages/notes';
import { pingPage } from '@/lib/protocol/wbxml/code-pages/ping';
import { provisionPage } from '@/lib/protocol/wbxml/code-pages/provision';
import { resolveRecipientsPage } from '@/lib/protocol/wbxml/code-pages/resolve-recipients';
import { rightsManagementPage } from '@/lib/protocol/wbxml/code-pages/rights-management';
import { searchPage } from '@/lib/protocol/wbxml/code-pages/search';
import { settingsPage } from '@/lib/protocol/wbxml/code-pages/settings';
import { tasksPage } from '@/lib/protocol/wbxml/code-pages/tasks';
import { validateCertPage } from '@/lib/protocol/wbxml/code-pages/validate-cert';

/** Every code page by its namespace, in the specification's spelling. The wire carries only the page number. */
export const codePages = {
  AirSync: airSyncPage,
  Contacts: contactsPage,
  Email: emailPage,
  AirNotify: airNotifyPage,
  Calendar: calendarPage,
  Move: movePage,
  GetItemEstimate: getItemEstimatePage,
  FolderHierarchy: folderHierarchyPage,
  MeetingResponse: meetingResponsePage,
  Tasks: tasksPage,
  ResolveRecipients: resolveRecipientsPage,
  ValidateCert: validateCertPage,
  Contacts2: contacts2Page,
  Ping: pingPage,
  Provision: provisionPage,
  Search: searchPage,
  Gal: galPage,
  AirSyncBase: airSyncBasePage,
  Settings: settingsPage,
  DocumentLibrary: documentLibraryPage,
  ItemOperations: itemOperationsPage,
  ComposeMail: composeMailPage,
  Email2: email2Page,
  Notes: notesPage,
  RightsManagement: rightsManagementPage,
  Find: findPage,
} as const satisfies Record<string, CodePage>;

export interface CodePage {
  readonly page: number;
  /** Tag identities 0x05 to 0x3F, without the content bit. */
  readonly tags: Readonly<Record<string, number>>;
  /** Tags that 2.5 has and no later version: encoded for devices of 2.5 only. */
  readonly formerTags?: Readonly<Record<string, number>>;
  /** Tags of older protocol versions, or of other products: decoded, never encoded. */
  readonly legacyTags: Readonly<Record<string, number>>;
}

export type Namespace = keyof typeof codePages;

/** The elements of a namespace that may be written, so that a misspelt element does not compile. */
export type TagName<N extends Namespace> = Extract<keyof (typeof codePages)[N]['tags'], string> | FormerTagName<N>;

type FormerTagName<N extends Namespace> = (typeof codePages)[N] extends { readonly formerTags: infer Tags }
  ? Extract<keyof Tags, string>
  : never;

export type AnyTagName = { [N in Namespace]: TagName<N> }[Namespace];

/** One page as the decoder wants it: the name at the index of its token. */
export interface DecodePage {
  readonly namespace: Namespace;
  readonly names: readonly (string | undefined)[];
}

/** One page as the encoder wants it. */
export interface EncodePage {
  readonly page: number;
  readonly tokens: ReadonlyMap<string, number>;
}

const TAG_COUNT = 0x40;

// `Object.keys` widens to string[]; the object is closed, so its keys are exactly the namespaces.
const namespaces = Object.keys(codePages) as Namespace[];

function toDecodePage(namespace: Namespace): DecodePage {
  const names = Array.from<string | undefined>({ length: TAG_COUNT });
  const { tags, formerTags = {}, legacyTags }: CodePage = codePages[namespace];
  for (const [name, token] of Object.entries({ ...tags, ...formerTags, ...legacyTags })) names[token] = name;
  return { namespace, names };
}

const decodePages: readonly DecodePage[] = namespaces.map(toDecodePage);

const encodePages = new Map<string, EncodePage>(
  namespaces.map((namespace) => {
    const { page, tags, formerTags = {} }: CodePage = codePages[namespace];
    return [namespace, { page, tokens: new Map(Object.entries({ ...tags, ...formerTags })) }];
  }),
);

/** The page with this number, or undefined: its elements are then skipped. */
export const findDecodePage = (page: number): DecodePage | undefined => decodePages[page];

/** The page of this namespace, or undefined if there is none. */
export const findEncodePage = (namespace: string): EncodePage | undefined => encodePages.get(namespace);
