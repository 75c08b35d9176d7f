import type { ImapFlow } from 'imapflow';

// imapflow has no NOTIFY. The parts of it that send a command and hand out what the server says of its own accord are not
// in its types: they are looked for here, and without them folders are polled.

type Attribute = { readonly type: string; readonly value: string } | readonly Attribute[];
type Untagged = { readonly attributes?: readonly unknown[] };
type CommandInterface = {
  exec: (command: string, attributes: readonly Attribute[]) => Promise<{ next: () => void }>;
  untaggedHandlers: Record<string, ((untagged: Untagged) => Promise<void>) | null>;
};

const atom = (value: string): Attribute => ({ type: 'ATOM', value });
const events = [atom('MessageNew'), atom('MessageExpunge'), atom('FlagChange')];

/**
 * Asks the server to tell of changes in folders that are not open (RFC 5465), while it tells of the open one by IDLE.
 *
 * @returns false if it cannot
 */
export async function hearOtherFolders(client: ImapFlow, onChange: (path: string) => void): Promise<boolean> {
  const commands = commandInterface(client);
  if (!commands || !client.capabilities.has('NOTIFY')) return false;
  try {
    const selected: Attribute = [atom('selected'), events];
    const personal: Attribute = [atom('personal'), events];
    const response = await commands.exec('NOTIFY', [atom('SET'), selected, personal]);
    response.next();
  } catch {
    return false; // a server may refuse what would cost it too much
  }
  commands.untaggedHandlers['STATUS'] = async ({ attributes = [] }) => {
    const path = pathOf(attributes[0]);
    // Not within the handler, which the connection waits for: what follows are commands of their own.
    if (path !== null) setImmediate(() => onChange(path));
  };
  return true;
}

function commandInterface(client: ImapFlow): CommandInterface | null {
  const { exec, untaggedHandlers }: { exec?: unknown; untaggedHandlers?: unknown } = client as object;
  if (typeof exec !== 'function' || typeof untaggedHandlers !== 'object' || untaggedHandlers === null) return null;
  // Both are there, as in imapflow 2; a test against a server with NOTIFY would notice if they came to mean another thing.
  return client as unknown as CommandInterface;
}

function pathOf(attribute: unknown): string | null {
  if (typeof attribute !== 'object' || attribute === null || !('value' in attribute)) return null;
  const { value } = attribute;
  const encoded = typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString() : null;
  return encoded === null ? null : decodeModifiedUtf7(encoded);
}

/** Names of folders as IMAP4rev1 writes them: `&` begins UTF-16 in a base64 with a comma (RFC 3501, 5.1.3). */
export function decodeModifiedUtf7(text: string): string {
  return text.replaceAll(/&([A-Za-z\d+,]*)-/g, (_whole, encoded: string) => {
    if (encoded === '') return '&';
    const octets = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    return octets
      .subarray(0, octets.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}
