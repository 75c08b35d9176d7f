import { readFileSync } from 'node:fs';
import { z } from 'zod';

// The cases of Microsoft's test suites for Exchange ActiveSync, and which of our tests keep each of them. Ids and
// requirement numbers are those of https://github.com/OfficeDev/Interop-TestSuites; the words are our own. A requirement
// number is one of the suite's list of requirements, not a section of the specification.

/** How many cases each suite has, in the order in which they are shown. */
export const caseCounts = {
  'MS-ASPROV': 12,
  'MS-ASHTTP': 24,
  'MS-ASCMD': 268,
  'MS-ASEMAIL': 83,
  'MS-ASAIRS': 35,
  'MS-ASCON': 22,
  'MS-ASCAL': 42,
  'MS-ASCNTC': 13,
  'MS-ASTASK': 27,
  'MS-ASNOTE': 10,
  'MS-ASDOC': 9,
  'MS-ASRM': 41,
} as const;
export type Suite = keyof typeof caseCounts;

/** Why a case is not covered. */
export const reasons = {
  calendar: 'Calendars are served later.',
  contacts: 'Contacts are served later.',
  tasks: 'Tasks are served later.',
  notes: 'Notes are served later.',
  'other-classes': 'Calendars, contacts, tasks and notes are served later.',
  'free-busy': 'Free times are served later, with calendars.',
  documents: 'Document libraries are not served.',
  rights: 'Rights management is not served.',
  'recipient-cache': 'There is no recipient information cache.',
  photos: 'People have no photos here.',
  certificates: 'There is no directory of certificates.',
  voice: 'Voice mail is a matter of unified messaging, which no IMAP server has.',
  'rich-text': 'Mail has neither bodies in RTF nor OLE objects.',
  delegates: 'Mailboxes have no delegates.',
  'conversation-filter': 'A window of time counts mails, not conversations.',
  'future-mails': 'No rule for mails to come can be kept on an IMAP server: asking for one is refused.',
  'mailbox-switch': 'A mailbox cannot be switched off; its devices can be blocked, which is Status 129 and HTTP 403.',
  'user-agent': 'Changes of the user agent are left to access rules.',
  deviation: 'Answered otherwise on purpose.',
} as const;

const Reference = z.strictObject({
  file: z.string(),
  /** A title as it stands in the file; of a test with many rows that is its template. */
  name: z.string().min(1),
  /** The row of such a test, as it stands in the file. */
  row: z.string().optional(),
});
export type Reference = z.infer<typeof Reference>;

const Case = z
  .strictObject({
    id: z.string().regex(/^S\d\d_TC\d\d$/),
    /** What it checks. */
    checks: z.string().min(1),
    /** Those that the case itself asserts; the suites assert further ones in code that many cases run. */
    requirements: z.string(),
    tests: z.array(Reference).min(1).optional(),
    because: z.literal(Object.keys(reasons) as (keyof typeof reasons)[]).optional(), // what its keys are
    note: z.string().optional(),
  })
  .refine(({ tests, because }) => (tests === undefined) !== (because === undefined), 'is covered, or says why not');
export type CatalogueCase = z.infer<typeof Case>;

/** All cases of a suite. @throws if the file does not say of each whether it is covered */
export const readSuite = (root: string, suite: Suite): CatalogueCase[] =>
  z
    .array(Case)
    .parse(JSON.parse(readFileSync(`${root}/scripts/spec/test-catalogue/${suite.toLowerCase()}.json`, 'utf8')));

export const suites = Object.keys(caseCounts) as Suite[]; // what its keys are
