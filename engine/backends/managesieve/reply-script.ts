import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sieveReason, sieveString } from './sieve-strings';
import type { AutoReply, AutoReplyMessage } from '@/engine/backends/auto-reply';

// The script that answers for an owner who is away. What it was made from stands in its comments, since Sieve itself is
// not read back; a digest of the rest tells whether somebody has changed it since, so that no rule of theirs is lost.

/** What a script is made from. */
export type ReplyScript = {
  readonly reply: AutoReply;
  /** The owner's own script, which was run before ours and is run by it; null: there was none. */
  readonly previous: string | null;
};

export type FoundReplyScript = ReplyScript & {
  /** Somebody has changed the script after us. */
  readonly isEdited: boolean;
};

/** A sender is answered again after this time. */
const DAYS = 7;
const LINE_LENGTH = 76;
const TEXT_LIMIT = 256 * 1024;
const NAME_LIMIT = 512;
const TITLE = '# The automatic reply, as set on a phone. Change it there: this script is written anew each time.';

const Message = z.strictObject({
  isEnabled: z.boolean(),
  text: z.string().max(TEXT_LIMIT),
  format: z.enum(['text', 'html']),
});

const State = z.strictObject({
  reply: z.strictObject({
    isEnabled: z.boolean(),
    period: z.strictObject({ startsAt: z.coerce.date(), endsAt: z.coerce.date() }).nullable(),
    internal: Message,
    external: Message,
  }),
  previous: z.string().min(1).max(NAME_LIMIT).nullable(),
});

/** The extensions of Sieve that the script of this reply needs. */
export function neededExtensions({ reply, previous }: ReplyScript): string[] {
  const isSent = branchesOf(reply).length > 0;
  return [
    ...(isSent && reply.period ? ['date'] : []),
    ...(isSent ? ['envelope'] : []),
    ...(previous === null ? [] : ['include']),
    ...(isSent && reply.period ? ['relational'] : []),
    ...(isSent ? ['vacation'] : []),
  ];
}

/**
 * The script, to be run for mail to this address. Senders of its domain get the one answer and all others the other; then
 * the owner's own script is run as before.
 *
 * @see RFC 5228, RFC 5230 (vacation), RFC 5260 (date), RFC 6609 (include)
 */
export function writeReplyScript(script: ReplyScript, address: string): string {
  const extensions = neededExtensions(script);
  const lines = [
    ...(extensions.length > 0 ? [`require [${extensions.map(sieveString).join(', ')}];`] : []),
    ...timed(script.reply, answers(script.reply, address)),
    // Afterwards: a `stop` in it ends everything.
    ...(script.previous === null ? [] : [`include :personal :optional ${sieveString(script.previous)};`]),
  ];
  const body = lines.join('\r\n');
  const state = Buffer.from(JSON.stringify({ reply: script.reply, previous: script.previous })).toString('base64');
  const comments = (state.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? []).map((line) => `# state: ${line}`);
  return [TITLE, ...comments, `# digest: ${digestOf(body)}`, body, ''].join('\r\n');
}

/** A script that does nothing but run this one, which must be there. */
export const writeInclude = (name: string): string =>
  `require ["include"];\r\ninclude :personal ${sieveString(name)};\r\n`;

/** Null: this is not a script of ours. */
export function readReplyScript(text: string): FoundReplyScript | null {
  const lines = text.split(/\r?\n/);
  const states = lines.filter((line) => line.startsWith('# state: '));
  const end = lines.findIndex((line) => line.startsWith('# digest: '));
  if (end < 0 || states.length === 0) return null;
  const state = State.safeParse(parseJson(states.map((line) => line.slice('# state: '.length)).join('')));
  if (!state.success) return null;
  const digest = lines[end]?.slice('# digest: '.length).trim();
  return { ...state.data, isEdited: digestOf(lines.slice(end + 1).join('\r\n')) !== digest };
}

function parseJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return null; // which is no state either
  }
}

/** Of what servers leave as it is: they may end lines otherwise, and end the script with more or fewer of them. */
const digestOf = (body: string): string =>
  createHash('sha256').update(body.replaceAll(/\r?\n/g, '\n').trimEnd()).digest('hex');

type Branch = { readonly to: 'internal' | 'external'; readonly message: AutoReplyMessage };

function branchesOf({ isEnabled, internal, external }: AutoReply): Branch[] {
  if (!isEnabled) return [];
  const all: Branch[] = [
    { to: 'internal', message: internal },
    { to: 'external', message: external },
  ];
  return all.filter(({ message }) => message.isEnabled && message.text.trim() !== '');
}

function answers(reply: AutoReply, address: string): string[] {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  // By the envelope, since that is where the answer goes: a forged From gets nothing that is meant for colleagues.
  const isInternal = `envelope :domain :is "from" ${sieveString(domain)}`;
  const [first, second] = branchesOf(reply);
  if (!first) return [];
  const test = first.to === 'internal' ? isInternal : `not ${isInternal}`;
  const otherwise = second ? [`} else {`, vacation(second.message, address)] : [];
  return [`if ${test} {`, vacation(first.message, address), ...otherwise, '}'];
}

const vacation = ({ text, format }: AutoReplyMessage, address: string): string =>
  `vacation :days ${DAYS} :addresses [${sieveString(address)}] ${sieveReason(text, format)};`;

/** The times are UTC, without the letters that follow the seconds: servers write them differently. */
function timed({ period }: AutoReply, inside: readonly string[]): string[] {
  if (!period || inside.length === 0) return [...inside];
  const test = (match: string, time: Date) =>
    `currentdate :zone "+0000" :value "${match}" "iso8601" "${time.toISOString().slice(0, 19)}"`;
  return [`if allof(${test('ge', period.startsAt)},`, `  ${test('lt', period.endsAt)}) {`, ...inside, '}'];
}
