import { type HeaderBlock, type RawField, valueOf } from './header-block';

const MAX_REFERENCES = 20;
const messageIds = (text: string): string[] => text.slice(0, 64 * 1024).match(/<[^<>\s]{1,900}>/g) ?? [];

/**
 * The fields that tie a message to the one it answers or forwards, as far as the client did not write them.
 *
 * @see RFC 5322 3.6.4
 */
export function threadFields(written: HeaderBlock, original: HeaderBlock, kind: 'reply' | 'forward'): RawField[] {
  const find = ({ fields }: HeaderBlock, name: string) => {
    const found = fields.find((each) => each.name === name);
    return found ? messageIds(valueOf(found)) : [];
  };
  const [own] = find(original, 'message-id');
  if (own === undefined) return [];
  const before = find(original, 'references');
  const ancestors = before.length > 0 ? before : find(original, 'in-reply-to').slice(0, 1);
  // The first one names the thread; of the others the nearest count.
  const chain = [...new Set([...ancestors, own])];
  const kept = chain.length > MAX_REFERENCES ? [...chain.slice(0, 1), ...chain.slice(1 - MAX_REFERENCES)] : chain;
  const has = (name: string) => find(written, name).length > 0;
  return [
    ...(kind === 'reply' && !has('in-reply-to') ? [idField('In-Reply-To', [own])] : []),
    ...(has('references') ? [] : [idField('References', kept)]),
  ];
}

/** One id a line: ids can be long, and are never encoded. */
const idField = (name: string, ids: readonly string[]): RawField => ({
  name: name.toLowerCase(),
  raw: Buffer.from(`${name}: ${ids.join('\r\n ')}\r\n`),
});
