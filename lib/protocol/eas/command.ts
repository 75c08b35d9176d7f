import { el, type EasElement } from '@/lib/protocol/wbxml/element';
import type { Namespace } from '@/lib/protocol/wbxml/code-pages';

interface CommandEntry {
  /** Its number in a base64 query. */
  readonly code: number;
  /** The code page of its document, and of the Status in it. Null: the command has no such document. */
  readonly namespace: Namespace | null;
}

/**
 * What phones may ask for. Codes 5 to 8 are those of old documents; the current table leaves them out.
 *
 * @see [MS-ASHTTP] 2.2.1.1.1.1 Base64-Encoded Query Value
 */
export const easCommands = {
  Sync: { code: 0, namespace: 'AirSync' },
  SendMail: { code: 1, namespace: 'ComposeMail' },
  SmartForward: { code: 2, namespace: 'ComposeMail' },
  SmartReply: { code: 3, namespace: 'ComposeMail' },
  GetAttachment: { code: 4, namespace: null },
  GetHierarchy: { code: 5, namespace: null },
  CreateCollection: { code: 6, namespace: null },
  DeleteCollection: { code: 7, namespace: null },
  MoveCollection: { code: 8, namespace: null },
  FolderSync: { code: 9, namespace: 'FolderHierarchy' },
  FolderCreate: { code: 10, namespace: 'FolderHierarchy' },
  FolderDelete: { code: 11, namespace: 'FolderHierarchy' },
  FolderUpdate: { code: 12, namespace: 'FolderHierarchy' },
  MoveItems: { code: 13, namespace: 'Move' },
  GetItemEstimate: { code: 14, namespace: 'GetItemEstimate' },
  MeetingResponse: { code: 15, namespace: 'MeetingResponse' },
  Search: { code: 16, namespace: 'Search' },
  Settings: { code: 17, namespace: 'Settings' },
  Ping: { code: 18, namespace: 'Ping' },
  ItemOperations: { code: 19, namespace: 'ItemOperations' },
  Provision: { code: 20, namespace: 'Provision' },
  ResolveRecipients: { code: 21, namespace: 'ResolveRecipients' },
  ValidateCert: { code: 22, namespace: 'ValidateCert' },
  Find: { code: 23, namespace: 'Find' },
} as const satisfies Record<string, CommandEntry>;

export type EasCommand = keyof typeof easCommands;

// `Object.keys` widens to string[]; the table is closed, so its keys are exactly the commands.
const names = Object.keys(easCommands) as EasCommand[];
const byLowerName = new Map(names.map((name) => [name.toLowerCase(), name]));
const byCode = new Map<number, EasCommand>(names.map((name) => [easCommands[name].code, name]));

/** The command of this name, whatever its case, or undefined. */
export const findCommandByName = (name: string): EasCommand | undefined => byLowerName.get(name.toLowerCase());

/** The command of this number, or undefined. */
export const findCommandByCode = (code: number): EasCommand | undefined => byCode.get(code);

/**
 * The shortest answer to a command: its own element with a Status in its own namespace. Undefined for commands that
 * are not answered with a document.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes
 */
export function writeStatusResponse(command: EasCommand, status: number): EasElement | undefined {
  const { namespace }: CommandEntry = easCommands[command];
  if (namespace === null) return undefined;
  // Every namespace in the table has an element named like the command, and Status; `command.test.ts` checks it.
  return { namespace, name: command, children: [el(namespace as 'AirSync', 'Status', status)] };
}

/** Whether this is the document that a request or an answer of the command must have. */
export const isDocumentOf = (command: EasCommand, element: EasElement): boolean =>
  element.name === command && element.namespace === easCommands[command].namespace;
