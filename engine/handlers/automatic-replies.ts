import { type AutoReply, type AutoReplyMessage, AutoReplyRefused } from '@/engine/backends/auto-reply';
import { BackendUnavailable } from '@/engine/backends/contract';
import { htmlToText } from '@/engine/content/html-to-text';
import { textToHtml } from '@/engine/content/text-to-html';
import type { Exchange } from '@/engine/exchange';
import { formatDateTime, parseDateTime } from '@/lib/protocol/eas/date-time';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import {
  type OofAudience,
  type OofBodyType,
  type OofMessage,
  type OofSettings,
  oofState,
} from '@/lib/protocol/eas/oof';
import { type SettingsAnswer, settingsStatus } from '@/lib/protocol/eas/settings';

const property = 'Oof';
const none: AutoReplyMessage = { isEnabled: false, text: '', format: 'text' };
const off: AutoReply = { isEnabled: false, period: null, internal: none, external: none };

/** What the phone is told where the mail system does not keep a reply. */
const refusals = {
  unsupported: settingsStatus.accessDenied,
  own_rules: settingsStatus.accessDenied,
  size: settingsStatus.invalidArguments,
} as const satisfies Record<AutoReplyRefused['code'], number>;

/**
 * The automatic reply, its texts in the form that the phone wants. It is off where there are none.
 *
 * @see [MS-ASCMD] 2.2.3.122 Oof
 */
export async function getAutomaticReply(exchange: Exchange, bodyType: OofBodyType): Promise<SettingsAnswer> {
  return orStatus(exchange, async () => {
    const reply = (await exchange.engine.backend.findAutoReply(exchange.account, exchange.request.signal)) ?? off;
    return { property, status: settingsStatus.success, oof: settingsOf(reply, bodyType) };
  });
}

/**
 * Sets the automatic reply. What the phone does not name stays as it was.
 *
 * @see [MS-ASCMD] 2.2.3.122 Oof
 */
export async function setAutomaticReply(exchange: Exchange, oof: OofSettings): Promise<SettingsAnswer> {
  const { account, engine, request } = exchange;
  return orStatus(exchange, async () => {
    const current = await engine.backend.findAutoReply(account, request.signal);
    // Saying yes to a reply that nobody will ever send would be worse than saying no.
    if (!current) throw new AutoReplyRefused('unsupported');
    await engine.backend.setAutoReply(account, changed(current, oof), request.signal);
    return { property, status: settingsStatus.success };
  });
}

async function orStatus({ log, request }: Exchange, answer: () => Promise<SettingsAnswer>): Promise<SettingsAnswer> {
  try {
    return await answer();
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof EasFormatError) return { property, status: error.status };
    if (error instanceof AutoReplyRefused) {
      log.info({ code: error.code }, 'The mail system refuses an automatic reply');
      return { property, status: refusals[error.code] };
    }
    if (!(error instanceof BackendUnavailable)) throw error;
    log.warn({ err: error }, 'The mail system cannot be asked about automatic replies');
    return { property, status: settingsStatus.serverUnavailable };
  }
}

function settingsOf({ isEnabled, period, internal, external }: AutoReply, bodyType: OofBodyType): OofSettings {
  const state = period ? oofState.timed : oofState.on;
  const times = {
    startTime: period && formatDateTime(period.startsAt),
    endTime: period && formatDateTime(period.endsAt),
  };
  const message = (audience: OofAudience, { isEnabled: isOn, text, format }: AutoReplyMessage): OofMessage => {
    if (text === '') return { audience, isEnabled: isOn };
    const isKept = bodyType === (format === 'html' ? 'HTML' : 'TEXT');
    const replyMessage = isKept ? text : bodyType === 'HTML' ? textToHtml(text) : htmlToText(text);
    return { audience, isEnabled: isOn, replyMessage, bodyType };
  };
  return {
    state: isEnabled ? state : oofState.off,
    ...(isEnabled && { startTime: times.startTime ?? undefined, endTime: times.endTime ?? undefined }),
    messages: [
      message('internal', internal),
      message('external-known', external),
      message('external-unknown', external),
    ],
  };
}

/** @throws EasFormatError with Status 6 */
function changed(current: AutoReply, { state, startTime = '', endTime = '', messages }: OofSettings): AutoReply {
  const [startsAt, endsAt] = [parseDateTime(startTime), parseDateTime(endTime)];
  const internal = only(messages, 'internal');
  return {
    isEnabled: state !== oofState.off,
    // Times of an absence that is not timed mean nothing.
    period: state === oofState.timed && startsAt && endsAt ? { startsAt, endsAt } : null,
    internal: internal ? merged(internal, current.internal) : current.internal,
    external: externalOf(messages, current.external),
  };
}

/**
 * A mail system does not know whom its user knows: everybody outside gets the same answer. Nobody is answered whom the
 * phone has left out.
 *
 * @throws EasFormatError with Status 6
 */
function externalOf(messages: readonly OofMessage[], current: AutoReplyMessage): AutoReplyMessage {
  const known = only(messages, 'external-known');
  const unknown = only(messages, 'external-unknown');
  if (known && unknown) {
    const [one, other] = [merged(known, current), merged(unknown, current)];
    const isSameText = one.text === other.text && one.format === other.format;
    if (one.isEnabled !== other.isEnabled || (one.isEnabled && !isSameText)) throw conflict('OofMessage');
    return other;
  }
  if (known?.isEnabled && !current.isEnabled) throw conflict('AppliesToExternalKnown');
  const given = unknown ?? known;
  return given ? merged(given, current) : current;
}

function only(messages: readonly OofMessage[], audience: OofAudience): OofMessage | undefined {
  const [message, another] = messages.filter((candidate) => candidate.audience === audience);
  if (another) throw conflict('OofMessage');
  return message;
}

/** A message without a text switches the one that is there on or off. */
const merged = ({ isEnabled, replyMessage, bodyType }: OofMessage, current: AutoReplyMessage): AutoReplyMessage =>
  replyMessage
    ? { isEnabled, text: replyMessage, format: bodyType === 'HTML' ? 'html' : 'text' }
    : { ...current, isEnabled };

const conflict = (element: 'OofMessage' | 'AppliesToExternalKnown') =>
  new EasFormatError('conflicting_elements', element, settingsStatus.conflictingArguments);
