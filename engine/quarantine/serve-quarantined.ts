import { type Answer, statusAnswer } from '@/engine/answer';
import type { Engine, Exchange, RequestBody } from '@/engine/exchange';
import { endOfPing } from '@/engine/handlers/ping';
import { findHandler } from '@/engine/handlers/registry';
import { accessTraits } from '@/engine/pipeline/access-traits';
import { statusContext } from '@/engine/pipeline/status-context';
import { chooseLanguage } from '@/engine/quarantine/choose-language';
import { composeNotice } from '@/engine/quarantine/compose-notice';
import { NOTICE_FOLDER, noticeMailbox } from '@/engine/quarantine/notice-mailbox';
import { findSyncedFolders } from '@/engine/sync-state/synced-folders';
import type { AccessDecision } from '@/lib/domain/access/decide-access';
import type { EasCommand } from '@/lib/protocol/eas/command';
import { commonStatus } from '@/lib/protocol/eas/status';
import type { EasElement } from '@/lib/protocol/wbxml/element';

// Implementation notes
// - A quarantined device is served by the usual handlers, over another mail store: one that holds the notice and nothing
//   else. No code on this way has the real one in its hands.
// - What is known of the device's folders belongs to one of the two worlds. In the other, FolderSync refuses the key, and
//   the device starts over (`ofThisWorld` in the handler); every other command sends it there.
// - Marks and deletions of the notice are taken note of by nobody: the device keeps what it has, and the notice comes again
//   only when it says something else.

/** What a device may do in quarantine: read the notice, wait, and tell about itself. */
const served = new Set<EasCommand>([
  'FolderSync',
  'GetHierarchy',
  'GetItemEstimate',
  'ItemOperations',
  'Ping',
  'Settings',
  'Sync',
]);

/** The exchange as a quarantined device has it. */
export function quarantined(exchange: Exchange, { trace }: AccessDecision): Exchange {
  const { engine, facts, request, account, ctx } = exchange;
  const language = chooseLanguage(request.acceptLanguage, facts.osLanguage);
  const { mailbox, easDeviceId, accessBook } = facts;
  const traits = accessTraits(facts, request);
  const step = trace.at(-1);
  const notice = composeNotice({ mailbox, easDeviceId, traits, step, settings: accessBook.settings }, language);
  const backend = noticeMailbox({ notice, language, account, receivedAt: ctx.now() });
  const silent: Engine = { ...engine, backend, watches: { ensure: () => Promise.resolve() } };
  return { ...exchange, engine: silent, isQuarantined: true };
}

/**
 * Serves what a device may do in quarantine.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes 130
 */
export async function serveQuarantined(exchange: Exchange, readBody: () => Promise<RequestBody>): Promise<Answer> {
  const { command, protocolVersion } = exchange.request.line;
  const handler = served.has(command) ? findHandler(command, protocolVersion) : undefined;
  if (!handler) return statusAnswer(commonStatus.accessDenied, statusContext(exchange));
  if (command === 'Ping' && !(await hasNotice(exchange))) return endOfPing({ why: 'recheck' });
  const body = await readBody();
  const document = body.document && withoutMarks(body.document);
  const answer = await handler({ ...exchange, ...body, document });
  // Nothing that happens in the mailbox wakes it.
  if (answer.kind !== 'hold') return answer;
  return { ...answer, hold: { ...answer.hold, folderIds: [], isQuarantined: true } };
}

async function hasNotice({ engine, facts }: Exchange): Promise<boolean> {
  const synced = await findSyncedFolders(engine.db, facts.id, []);
  return synced !== null && Object.hasOwn(synced.hierarchy.folders, NOTICE_FOLDER);
}

/** The document without what the client did to messages it has; what it adds or fetches is answered. */
function withoutMarks(element: EasElement): EasElement {
  if (element.namespace !== 'AirSync') return element;
  const isMark = (each: EasElement) =>
    element.name === 'Commands' && (each.name === 'Change' || each.name === 'Delete');
  const kept = element.children.filter((each) => !isMark(each));
  // [MS-ASCMD] 2.2.3.32 Commands: never empty
  const filled = kept.map(withoutMarks).filter((each) => each.name !== 'Commands' || each.children.length > 0);
  return { ...element, children: filled };
}
