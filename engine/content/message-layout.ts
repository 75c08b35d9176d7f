import type { MessagePart } from '@/engine/backends/contract';

/** One thing that is shown: the same in both forms, or what there is. */
type Slot = { readonly text: readonly MessagePart[]; readonly html: readonly MessagePart[] };

export type AttachedPart = {
  readonly part: MessagePart;
  /** Shown inside the HTML, which names it by its Content-ID. */
  readonly isInline: boolean;
};

/** What the parts of a message are for. */
export type MessageLayout = {
  /** Parts that follow one another and make up the body as plain text; HTML parts stand where there is no text. */
  readonly text: readonly MessagePart[];
  /** The same as HTML; text parts stand where there is no HTML. Empty: nothing of the body is HTML. */
  readonly html: readonly MessagePart[];
  /** The invitation. */
  readonly calendar: MessagePart | null;
  readonly attachments: readonly AttachedPart[];
  /** S/MIME: `signed` can be read without, `opaque` (encrypted, or signed as a whole) cannot. */
  readonly smime: 'signed' | 'opaque' | null;
  /** Multipart/report: its report-type, in lower case. */
  readonly report: string | null;
};

/** Parts that make up a body at most; the others are attachments. */
const MAX_BODY_PARTS = 8;
/** Attachments that are listed at most. */
const MAX_ATTACHMENTS = 500;
const MAX_DEPTH = 32;

/** Says of every part of a message what it is for. */
export function layoutOf(structure: MessagePart): MessageLayout {
  const walk = new Walk();
  const slots = walk.slotsOf(structure, { depth: 0, isFirst: true });
  const shown = slots.filter((slot) => slot.text.length + slot.html.length > 0);
  const hasHtml = shown.some(({ html }) => html.length > 0);
  return {
    text: shown.flatMap(({ text, html }) => (text.length > 0 ? text : html)).slice(0, MAX_BODY_PARTS),
    html: hasHtml ? shown.flatMap(({ text, html }) => (html.length > 0 ? html : text)).slice(0, MAX_BODY_PARTS) : [],
    calendar: walk.calendar,
    attachments: walk.attachments
      .map((part) => ({ part, isInline: hasHtml && walk.inline.has(part) }))
      .slice(0, MAX_ATTACHMENTS),
    smime: smimeOf(structure),
    report: structure.type === 'multipart/report' ? (structure.parameters['report-type'] ?? '').toLowerCase() : null,
  };
}

type Place = {
  readonly depth: number;
  /** Nothing that is shown stands before it. */
  readonly isFirst: boolean;
  /** It belongs to the HTML beside it. */
  readonly isRelated?: boolean;
  /** It is one of several forms of the same. */
  readonly isForm?: boolean;
};

class Walk {
  calendar: MessagePart | null = null;
  readonly attachments: MessagePart[] = [];
  readonly inline = new Set<MessagePart>();
  private bodyParts = 0;

  slotsOf(part: MessagePart, place: Place): Slot[] {
    if (!part.type.startsWith('multipart/') || place.depth > MAX_DEPTH) return this.leaf(part, place);
    const depth = place.depth + 1;
    if (part.type === 'multipart/alternative') return [this.alternatives(part, { ...place, depth })];
    const isRelated = part.type === 'multipart/related';
    const root = isRelated ? rootOf(part) : 0;
    return part.parts.flatMap((each, index) => {
      const isFirst = index === root && place.isFirst;
      return this.slotsOf(each, { depth, isFirst, isRelated: (isRelated && index !== root) || place.isRelated });
    });
  }

  /** The last HTML and the last text: later alternatives are the richer ones. */
  private alternatives(part: MessagePart, place: Place): Slot {
    const choices = part.parts.map((each) => merged(this.slotsOf(each, { ...place, isFirst: true, isForm: true })));
    const html = choices.findLast((choice) => choice.html.length > 0);
    const text = choices.findLast((choice) => choice.text.length > 0 && choice !== html) ?? html;
    return { html: html?.html ?? [], text: text?.text ?? [] };
  }

  private leaf(part: MessagePart, place: Place): Slot[] {
    if (part.type === 'text/calendar' && this.calendar === null && isInvitation(part)) {
      this.calendar = part;
      return [];
    }
    if (this.isBody(part, place)) {
      this.bodyParts += 1;
      return [part.type === 'text/html' ? { text: [], html: [part] } : { text: [part], html: [] }];
    }
    // Forms for watches and the like, of which the others are better.
    if (place.isForm && part.type.startsWith('text/') && part.disposition === null) return [];
    this.attachments.push(part);
    if (part.contentId !== null && (place.isRelated || isInlineImage(part))) this.inline.add(part);
    return [];
  }

  private isBody(part: MessagePart, { isFirst, isRelated }: Place): boolean {
    if (part.type !== 'text/plain' && part.type !== 'text/html') return false;
    if (part.disposition === 'attachment' || isRelated || this.bodyParts >= MAX_BODY_PARTS) return false;
    // Some programs give the body a name.
    return isFirst || part.fileName === null;
  }
}

const merged = (slots: readonly Slot[]): Slot => {
  const hasHtml = slots.some(({ html }) => html.length > 0);
  return {
    text: hasHtml ? [] : slots.flatMap(({ text }) => text),
    html: hasHtml ? slots.flatMap(({ text, html }) => (html.length > 0 ? html : text)) : [],
  };
};

/** RFC 2387: the start parameter names the root, else it is the first. */
function rootOf({ parameters, parts }: MessagePart): number {
  const start = parameters['start']?.replaceAll(/^\s*<|>\s*$/g, '');
  const found = start === undefined ? -1 : parts.findIndex(({ contentId }) => contentId === start);
  return Math.max(0, found);
}

const isInvitation = ({ disposition, parameters }: MessagePart): boolean =>
  disposition !== 'attachment' || parameters['method'] !== undefined;

const isInlineImage = ({ type, disposition }: MessagePart): boolean =>
  type.startsWith('image/') && disposition === 'inline';

const signatureTypes = ['application/pkcs7-signature', 'application/x-pkcs7-signature'];
const opaqueTypes = ['application/pkcs7-mime', 'application/x-pkcs7-mime'];

function smimeOf({ type, parameters, parts, fileName }: MessagePart): 'signed' | 'opaque' | null {
  if (opaqueTypes.includes(type)) return 'opaque';
  // Gateways that do not know the type keep the name.
  if (type === 'application/octet-stream' && fileName?.toLowerCase() === 'smime.p7m') return 'opaque';
  if (type !== 'multipart/signed') return null;
  const signature = parts[1]?.type ?? (parameters['protocol'] ?? '').toLowerCase();
  return signatureTypes.includes(signature) ? 'signed' : null;
}
