import type { ItemWishes, MailRules } from './item-wishes';
import { decodedBytes } from './decoded-bytes';
import type { MessageLayout } from './message-layout';
import { type BodyPreference, bodyType } from '@/lib/protocol/eas/sync-options';
import { isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/** A form in which a body may be handed out. */
export type BodyChoice = {
  readonly type: 1 | 2 | 4;
  /** Octets at most; what is longer is cut. */
  readonly limitBytes: number;
  /** Rather not in this form than cut. */
  readonly allOrNone: boolean;
  /** Characters of plain text; 0: none. */
  readonly preview: number;
};

export type BodyContext = {
  readonly wishes: ItemWishes;
  readonly rules: MailRules;
  readonly version: ProtocolVersion;
};

/** Of a body if the client says nothing about bodies. */
const DEFAULT_BODY_BYTES = 32 * 1024;
/** Of text and HTML, whatever a client wants. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Of MIME, whatever a client wants. */
const MAX_MIME_BYTES = 48 * 1024 * 1024;
/** [MS-ASCMD] 2.2.3.105 MIMETruncation: 0 is nothing at all, 8 everything. */
const mimeTruncationBytes = [0, 4096, 5120, 7168, 10_240, 20_480, 51_200, 102_400] as const;

/**
 * The forms in which the body may be handed out, the best first: the first one that fits is taken, and all but the last are
 * `allOrNone`.
 *
 * @see [MS-ASAIRS] 2.2.2.12 BodyPreference, [MS-ASCMD] 2.2.3.104 MIMESupport
 */
export function bodyChoices(layout: MessageLayout, context: BodyContext): BodyChoice[] {
  const { wishes, rules } = context;
  const asked = (type: number) => wishes.bodyPreferences.find((each) => each.type === type);
  const [text, html, mime] = [asked(bodyType.text), asked(bodyType.html), asked(bodyType.mime)];
  const choices: BodyChoice[] = [];
  const add = (type: BodyChoice['type'], preference: BodyPreference) => {
    choices.push(choice(type, preference, context));
  };
  if (mime && isMimeWanted(layout, context)) add(bodyType.mime, mime);
  const isHtml = layout.html.length > 0 && rules.allowHtml;
  if (html && isHtml) add(bodyType.html, html);
  if (text) add(bodyType.text, text);
  // Text as HTML, for those who ask for nothing else.
  if (html && !isHtml && rules.allowHtml) add(bodyType.html, html);
  const last = choices.findIndex(({ allOrNone }) => !allOrNone);
  if (choices.length > 0) return last < 0 ? choices : choices.slice(0, last + 1);
  const rest = html ?? wishes.bodyPreferences[0];
  return [choice(bodyType.text, rest ?? { type: 1, allOrNone: false, truncationBytes: DEFAULT_BODY_BYTES }, context)];
}

/** The form in which a part of a conversation is handed out, if the client wants that. */
export function bodyPartChoice(context: BodyContext): BodyChoice | null {
  if (!isAtLeast(context.version, '14.1') || !context.rules.allowHtml) return null;
  const preference = context.wishes.bodyPartPreferences.find(({ type }) => type === bodyType.html);
  return preference ? choice(bodyType.html, preference, context) : null;
}

function isMimeWanted({ smime, attachments }: MessageLayout, { wishes, rules }: BodyContext): boolean {
  const support = wishes.mimeSupport ?? 0;
  // What is signed or encrypted can be read only as it is; the client cannot do without.
  if (smime !== null) return support > 0;
  if (support < 2 || !rules.allowHtml) return false;
  // The message as it is would carry what the policy keeps from the device.
  const limit = rules.allowAttachments ? rules.maxAttachmentBytes : 0;
  return limit === null || attachments.every(({ part, isInline }) => isInline || decodedBytes(part) <= limit);
}

function choice(type: BodyChoice['type'], preference: BodyPreference, context: BodyContext): BodyChoice {
  const { rules, version, wishes } = context;
  const wanted = preference.truncationBytes;
  const limits = {
    1: [wanted, rules.maxTextBodyBytes, MAX_BODY_BYTES],
    2: [wanted, rules.maxHtmlBodyBytes, MAX_BODY_BYTES],
    4: [wanted ?? mimeTruncationBytes[wishes.mimeTruncation ?? 8], MAX_MIME_BYTES],
  };
  return {
    type,
    limitBytes: Math.min(...limits[type].map((limit) => limit ?? Infinity)),
    // Without a size AllOrNone says nothing.
    allOrNone: preference.allOrNone && wanted !== undefined,
    preview: isAtLeast(version, '14.0') ? (preference.preview ?? 0) : 0,
  };
}
