import type { MessagePart } from '@/engine/backends/contract';
import { type BodyChoice, type BodyContext, bodyChoices, bodyPartChoice } from './choose-body';
import { cutOctets } from './cut-octets';
import { decodedBytes } from './decoded-bytes';
import { htmlToText } from './html-to-text';
import { htmlWithUtf8 } from './html-with-utf8';
import type { LoadedMessage } from './load-messages';
import { textToHtml } from './text-to-html';
import { withWindowsCharacters } from './windows-characters';
import { LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { bodyType } from '@/lib/protocol/eas/sync-options';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';

/** A body in the form in which it goes out, as far as it was loaded. */
type Body = {
  readonly content: Buffer;
  /** Of the whole, which may not have been loaded. */
  readonly sizeBytes: number;
};

/** With the text of an invitation, which is shown if there is no other. */
type Shown = LoadedMessage & { readonly description: string };

/**
 * Body, and BodyPart where it was asked for, of a mail.
 *
 * @see [MS-ASAIRS] 2.2.2 Elements
 */
export function bodyElements(loaded: LoadedMessage, context: BodyContext, description = ''): EasElement[] {
  const message = { ...loaded, description };
  const { layout } = message;
  const choices = bodyChoices(layout, context);
  const fits = (choice: BodyChoice) => !choice.allOrNone || bodyOf(message, choice).sizeBytes <= choice.limitBytes;
  const choice = choices.find(fits) ?? choices[0];
  if (context.version === LEGACY_VERSION) return choice ? legacyBody(message, choice) : [];
  const elements = choice ? [el('AirSyncBase', 'Body', contentsOf(message, choice))] : [];
  const part = bodyPartChoice(context);
  if (part === null) return elements;
  const contents = [el('AirSyncBase', 'Status', 1), ...contentsOf(message, part)];
  return [...elements, el('AirSyncBase', 'BodyPart', contents)];
}

/** What the store holds, whatever is handed out. @see [MS-ASAIRS] 2.2.2 Elements */
export const nativeBodyType = ({ layout }: LoadedMessage): number =>
  layout.html.length > 0 ? bodyType.html : bodyType.text;

/** As much of the body as goes out. */
function handedOut(message: Shown, choice: BodyChoice) {
  const { content, sizeBytes } = bodyOf(message, choice);
  const isTruncated = sizeBytes > choice.limitBytes || sizeBytes > content.length;
  const isLeftOut = isTruncated && choice.allOrNone;
  return { data: isLeftOut ? Buffer.alloc(0) : cutOctets(content, choice.limitBytes), isTruncated, sizeBytes };
}

/**
 * The body as 2.5 has it: text or the message itself, each with its own elements. Whether it was cut comes first, since
 * clients read in sequence.
 *
 * @see [MS-ASEMAIL] 2.2.2 Elements
 */
function legacyBody(message: Shown, choice: BodyChoice): EasElement[] {
  const { data, isTruncated, sizeBytes } = handedOut(message, choice);
  const elements =
    choice.type === bodyType.mime
      ? [
          el('Email', 'MIMETruncated', isTruncated),
          data.length > 0 && el('Email', 'MIMEData', mimeData(data)),
          el('Email', 'MIMESize', sizeBytes),
        ]
      : [
          el('Email', 'BodyTruncated', isTruncated),
          isTruncated && el('Email', 'BodySize', sizeBytes),
          data.length > 0 && el('Email', 'Body', data.toString()),
        ];
  return elements.filter((each) => typeof each === 'object');
}

function contentsOf(message: Shown, choice: BodyChoice) {
  const { data, isTruncated, sizeBytes } = handedOut(message, choice);
  return [
    el('AirSyncBase', 'Type', choice.type),
    el('AirSyncBase', 'EstimatedDataSize', sizeBytes),
    isTruncated && el('AirSyncBase', 'Truncated', true),
    data.length > 0 && el('AirSyncBase', 'Data', choice.type === bodyType.mime ? mimeData(data) : data.toString()),
    choice.preview > 0 && el('AirSyncBase', 'Preview', previewOf(message, choice.preview)),
  ];
}

/** Octets that are no UTF-8 would not survive as text, and a signature would not survive that. */
function mimeData(octets: Buffer): string | Buffer {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return octets;
  }
}

function bodyOf(message: Shown, { type }: BodyChoice): Body {
  if (type === bodyType.mime) {
    const content = message.mime?.content ?? Buffer.alloc(0);
    return { content, sizeBytes: message.mime?.isTruncated === false ? content.length : message.head.sizeBytes };
  }
  const { layout } = message;
  const isHtml = type === bodyType.html;
  if (layout.text.length === 0) return described(message.description, isHtml);
  const pieces = (isHtml && layout.html.length > 0 ? layout.html : layout.text).map((part) => pieceOf(message, part));
  const written = pieces.map(({ part, content }, index) => {
    if (isHtml) return asHtml(part, content);
    const isLast = index === pieces.length - 1;
    return isLast ? asText(part, content) : asText(part, content).trimEnd();
  });
  const content = Buffer.from(written.join(isHtml ? '\r\n' : '\r\n\r\n'));
  const missing = pieces.reduce((sum, { missingBytes }) => sum + missingBytes, 0);
  return { content, sizeBytes: content.length + missing };
}

function described(description: string, isHtml: boolean): Body {
  const text = description.replaceAll(/\r?\n/g, '\r\n');
  const content = Buffer.from(isHtml && text !== '' ? textToHtml(text) : text);
  return { content, sizeBytes: content.length };
}

function pieceOf({ texts }: LoadedMessage, part: MessagePart) {
  const text = texts.get(part.path);
  const content = withWindowsCharacters(text?.content ?? '');
  const isWhole = text?.isTruncated === false;
  const missingBytes = isWhole ? 0 : Math.max(1, decodedBytes(part) - Buffer.byteLength(content));
  return { part, content, missingBytes };
}

const asHtml = ({ type }: MessagePart, content: string): string =>
  type === 'text/html' ? htmlWithUtf8(content) : textToHtml(content);

const asText = ({ type }: MessagePart, content: string): string =>
  (type === 'text/html' ? htmlToText(content) : content).replaceAll(/\r?\n/g, '\r\n');

function previewOf(message: Shown, length: number): string {
  const textOf = (part: MessagePart) => asText(part, pieceOf(message, part).content).trim();
  const { text, html } = message.layout;
  const candidates = [text.map(textOf), html.map(textOf), [message.description]].map((each) => each.join(' ').trim());
  const shown = (candidates.find((each) => each !== '') ?? '').replaceAll(/\s+/g, ' ');
  return Array.from(shown.slice(0, 2 * length))
    .slice(0, length)
    .join('');
}
