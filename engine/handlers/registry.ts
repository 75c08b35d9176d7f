import type { EasCommand } from '@/lib/protocol/eas/command';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { find } from './find';
import { folderCreate } from './folder-create';
import { folderDelete } from './folder-delete';
import { folderSync } from './folder-sync';
import { folderUpdate } from './folder-update';
import { getAttachment } from './get-attachment';
import { getHierarchy } from './get-hierarchy';
import { getItemEstimate } from './get-item-estimate';
import type { Handler } from './handler';
import { itemOperations } from './item-operations';
import { meetingResponse } from './meeting-response';
import { moveItems } from './move-items';
import { ping } from './ping';
import { provision } from './provision';
import { resolveRecipients } from './resolve-recipients';
import { search } from './search';
import { sendMail } from './send-mail';
import { settings } from './settings';
import { smartForward, smartReply } from './smart-message';
import { sync } from './sync';
import { validateCert } from './validate-cert';

const handlers: Partial<Record<EasCommand, Handler>> = {
  Find: find,
  FolderCreate: folderCreate,
  FolderDelete: folderDelete,
  FolderSync: folderSync,
  FolderUpdate: folderUpdate,
  GetAttachment: getAttachment,
  GetHierarchy: getHierarchy,
  GetItemEstimate: getItemEstimate,
  ItemOperations: itemOperations,
  MeetingResponse: meetingResponse,
  MoveItems: moveItems,
  Ping: ping,
  Provision: provision,
  ResolveRecipients: resolveRecipients,
  Search: search,
  SendMail: sendMail,
  Settings: settings,
  SmartForward: smartForward,
  SmartReply: smartReply,
  Sync: sync,
  ValidateCert: validateCert,
};

/** Commands that came late or went early; the others are in every version. */
// Settings and ItemOperations came with 12.0, which is not served.
const since: Partial<Record<EasCommand, ProtocolVersion>> = {
  Find: '16.1',
  ItemOperations: '12.1',
  Settings: '12.1',
};
const until: Partial<Record<EasCommand, ProtocolVersion>> = { GetAttachment: '12.1', GetHierarchy: '12.1' };

/** Undefined: the command is not served, or not part of this version. */
export function findHandler(command: EasCommand, version: ProtocolVersion): Handler | undefined {
  const [first, last] = [since[command], until[command]];
  const isPart = (!first || isAtLeast(version, first)) && (!last || isAtLeast(last, version));
  return isPart ? handlers[command] : undefined;
}

/** The commands that OPTIONS announces: those that are served. */
export const servedCommands: readonly string[] = Object.keys(handlers).toSorted();
