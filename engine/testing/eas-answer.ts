import type { IncomingHttpHeaders } from 'node:http';
import { type EasElement, text } from '@/lib/protocol/wbxml/element';
import type { AnyTagName } from '@/lib/protocol/wbxml/code-pages';

/** What came back. `response` is there if the body was the command's document and could be read. */
export interface EasAnswer<T> {
  readonly http: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly element?: EasElement;
  readonly response?: T;
  /** Of a multipart answer, without its document: `Part` n is `parts[n - 1]`. */
  readonly parts?: readonly Uint8Array[];
  /** Bytes of the body as they came; `body` is unpacked. */
  readonly wireBytes: number;
}

/** How a mail app takes an answer, whatever the command. */
export type Verdict = 'ok' | 'provision' | 'forbidden' | 'blocked' | 'sign-in' | 'later' | 'failed';

const provisionStatuses = new Set([140, 142, 143, 144]);
const blockedStatuses = new Set([126, 127, 128, 129, 130, 131, 139, 141, 145, 177]);
const laterStatuses = new Set([111, 114, 133]);

/** The Status of the whole answer, if it has one. */
export function statusOf(answer: EasAnswer<unknown>): number | undefined {
  const value = answer.element && text(answer.element, 'Status' satisfies AnyTagName);
  return value === undefined ? undefined : Number(value);
}

/**
 * The verdict of a client that follows the common statuses and their HTTP equivalents. Statuses of a single command are
 * `ok` here: they are for the code that asked.
 *
 * @see [MS-ASCMD] 2.2.2 Common Status Codes
 */
export function judge(answer: EasAnswer<unknown>): Verdict {
  if (answer.http === 200) return judgeStatus(statusOf(answer));
  if (answer.http === 449) return 'provision';
  if (answer.http === 403) return 'forbidden';
  if (answer.http === 401) return 'sign-in';
  return answer.http === 429 || answer.http === 503 || answer.http === 507 ? 'later' : 'failed';
}

function judgeStatus(status: number | undefined): Verdict {
  if (status === undefined) return 'ok';
  if (provisionStatuses.has(status)) return 'provision';
  if (blockedStatuses.has(status)) return 'blocked';
  if (laterStatuses.has(status)) return 'later';
  return status > 100 && status !== 165 ? 'failed' : 'ok';
}

/** How long the server asks to wait, in milliseconds; undefined if it does not say. */
export function retryAfterMs(answer: EasAnswer<unknown>): number | undefined {
  const seconds = Number(answer.headers['retry-after']);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
