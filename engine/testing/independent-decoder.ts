import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeWbxml } from '@/lib/protocol/wbxml/decode-wbxml';
import type { EasElement } from '@/lib/protocol/wbxml/element';

// Reads WBXML with libwbxml, a decoder that shares nothing with ours, and compares what the two make of it.

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Tags that libwbxml spells in another way, in lower case. */
const otherNames: Readonly<Record<string, string>> = {
  assistanttelephonenumber: 'assistantphonenumber',
  deviceencryptionenabled: 'requirestoragecardencryption',
  flagstatus: 'status',
  ihsmanagementinformation: 'rightsmanagementinformation',
  forwardeename: 'name',
  forwardeeemail: 'email',
  'reply-to': 'replyto',
};
/** What the packaged libwbxml 0.11.8 does not know; a document with one of them cannot be compared. */
const isUnknownThere = (step: Step): boolean =>
  step === '<Provision:AccountOnlyRemoteWipe' || step.startsWith('<Find:');

/** One step through a document: a tag that opens with its namespace, text, or a tag that closes. */
type Step = string;

/**
 * What libwbxml reads differently, or null if it agrees or cannot know. Octets count as their base64.
 *
 * @throws if the program is missing or refuses the document
 */
export async function findDisagreement(wbxml: Uint8Array): Promise<string | null> {
  const document = decodeWbxml(wbxml, { maxElements: 1_000_000, maxTokens: 10_000_000 });
  const ours = [...stepsOf(document)];
  if (ours.some(isUnknownThere)) return null;
  const theirs = stepsOfXml(await toXml(wbxml));
  const length = Math.max(ours.length, theirs.length);
  for (let index = 0; index < length; index += 1) {
    const [own, other] = [normal(ours[index]), normal(theirs[index])];
    if (own !== other) return `${document.name}, step ${index}: ${own.slice(0, 200)} and ${other.slice(0, 200)}`;
  }
  return null;
}

async function toXml(wbxml: Uint8Array): Promise<string> {
  const file = join(tmpdir(), `answer-${randomUUID()}.wbxml`);
  await writeFile(file, wbxml);
  try {
    // Text that is nothing but spaces would be left out otherwise.
    const words = ['-l', 'ACTIVESYNC', '-m', '0', '-k', '-o', '-', file];
    return (await run('wbxml2xml', words, { maxBuffer: MAX_OUTPUT_BYTES })).stdout;
  } finally {
    await rm(file, { force: true });
  }
}

function* stepsOf(element: EasElement): Generator<Step> {
  yield `<${element.namespace}:${element.name}`;
  for (const child of element.children) yield* stepsOf(child);
  const text = element.opaque ? Buffer.from(element.opaque).toString('base64') : element.text;
  if (text) yield `"${text}`;
  yield '>';
}

const PIECE = /<(\/?)([\w-]+)(?: xmlns="(\w+):")?(\/?)>|([^<]+)/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** A namespace holds for what stands inside until another one is named. */
function stepsOfXml(xml: string): Step[] {
  const steps: Step[] = [];
  const namespaces: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>\s*<!DOCTYPE[^>]*>/, '');
  for (const [, slash, name, namespace, empty, text] of body.matchAll(PIECE)) {
    if (text !== undefined) {
      steps.push(`"${text.replaceAll(/&(#x?[\da-f]+|\w+);/gi, (_whole, entity: string) => decodeEntity(entity))}`);
      continue;
    }
    if (slash === '/') {
      namespaces.pop();
      steps.push('>');
      continue;
    }
    const current = namespace ?? namespaces.at(-1) ?? '';
    steps.push(`<${current}:${name}`);
    if (empty === '/') steps.push('>');
    else namespaces.push(current);
  }
  return steps;
}

function decodeEntity(entity: string): string {
  if (!entity.startsWith('#')) return entities[entity] ?? `&${entity};`;
  const isHex = entity[1] === 'x' || entity[1] === 'X';
  return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10));
}

function normal(step: Step | undefined): string {
  if (step === undefined) return 'nothing';
  if (!step.startsWith('<')) return step;
  const [namespace = '', name = ''] = step.slice(1).toLowerCase().split(':');
  // Its names in a recurrence begin with that word, which the specification's do not.
  const own = name.replace(/^recurrence_/, '');
  return `<${namespace}:${otherNames[own] ?? own}`;
}
