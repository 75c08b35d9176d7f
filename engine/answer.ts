import type { Hold } from '@/engine/push/held-entry';
import type { HoldEnd } from '@/engine/push/wake-log';
import type { EasCommand } from '@/lib/protocol/eas/command';
import { writeStatusResponse } from '@/lib/protocol/eas/command';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { refusal } from '@/lib/protocol/eas/status';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/** What a phone is told, before it becomes bytes. */
export type FinalAnswer =
  | { readonly kind: 'document'; readonly document: EasElement }
  /** 200 without a body: nothing to report. */
  | { readonly kind: 'empty' }
  /** Octets of another kind: parts beside a document, or an attachment. */
  | { readonly kind: 'octets'; readonly contentType: string; readonly chunks: readonly Uint8Array[] }
  /** For a person with a browser. */
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'http'; readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** As above, or later: held until something happens. */
export type Answer =
  | FinalAnswer
  | {
      readonly kind: 'hold';
      readonly hold: Hold;
      readonly onEnd: (end: HoldEnd) => FinalAnswer | Promise<FinalAnswer>;
    };

/** How long phones are asked to wait when something here does not answer. */
const RETRY_AFTER_SECONDS = 30;

export const emptyAnswer: FinalAnswer = Object.freeze({ kind: 'empty' });

/** A document as the answer. */
export const documentAnswer = (document: EasElement): FinalAnswer => ({ kind: 'document', document });

/** A bare HTTP status. */
export const httpAnswer = (status: number, headers: Record<string, string> = {}): FinalAnswer => ({
  kind: 'http',
  status,
  headers,
});

/**
 * "Try later": the answer to everything that could not be read or decided. Never data, never an empty policy.
 *
 * @see [MS-ASHTTP] 2.2.2.1.1 Status Line, 503
 */
export const tryLater = (seconds = RETRY_AFTER_SECONDS): FinalAnswer =>
  httpAnswer(503, { 'Retry-After': String(seconds) });

export type StatusContext = {
  readonly command: EasCommand;
  readonly protocolVersion: ProtocolVersion;
  /** Whether the device can be expected to know a policy key. */
  readonly hasPolicyKey: boolean;
};

/** A status in the command's own document, or as the HTTP status that older versions understand. */
export function statusAnswer(status: number, { command, protocolVersion, hasPolicyKey }: StatusContext): FinalAnswer {
  const refused = refusal(status, protocolVersion, { command, hasPolicyKey });
  const document = refused.http === 200 ? writeStatusResponse(command, refused.status) : undefined;
  if (document) return documentAnswer(document);
  // Commands without a document of their own exist up to 12.1 only; a newer client asks for what it may not.
  return httpAnswer(refused.http === 200 ? 501 : refused.http);
}
