import type { Socket } from 'node:net';
import { startLoopbackServer } from '@/engine/backends/testing/loopback-server';

/** What a server says to a command: lines without a tag, and how the command ended. */
export type ImapAnswer = {
  readonly lines?: readonly string[];
  /** `OK`, unless told otherwise; e.g. `NO [OVERQUOTA] full`. */
  readonly end?: string;
};

export type ImapScript = {
  readonly capabilities?: readonly string[];
  /** Instead of the usual greeting, e.g. `BYE too many connections`; null hangs up. */
  readonly greeting?: string | null;
  /**
   * By command with its arguments, without the tag; undefined: what a server without mail would say; `hold`: nothing.
   */
  readonly answer?: (command: string) => ImapAnswer | 'hold' | undefined;
};

export type ScriptedImap = {
  readonly port: number;
  /** Every command so far, without its tag and without literals. */
  readonly commands: readonly string[];
  /** How often somebody connected. */
  readonly connections: () => number;
  /** Breaks every connection. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
};

/** An IMAP server on a free port of the loopback interface that says what the test wants; it keeps no mail. */
export async function startScriptedImap(script: ImapScript): Promise<ScriptedImap> {
  const commands: string[] = [];
  const { port, connections, hangUp, stop } = await startLoopbackServer((socket) => {
    socket.setNoDelay(true);
    if (script.greeting === null) {
      socket.destroy();
      return;
    }
    socket.write(`* ${script.greeting ?? 'OK ready'}\r\n`);
    if (script.greeting?.startsWith('BYE')) socket.end();
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received = serve(received + chunk, { socket, script, commands });
    });
  });
  return {
    port,
    commands,
    connections,
    hangUp,
    stop,
  };
}

type Session = { readonly socket: Socket; readonly script: ImapScript; readonly commands: string[] };

/** @returns what has not come in full yet */
function serve(received: string, session: Session): string {
  let rest = received;
  for (;;) {
    const end = rest.indexOf('\r\n');
    if (end < 0) return rest;
    const line = rest.slice(0, end);
    const literal = /\{(\d+)(\+?)\}$/.exec(line);
    if (literal) {
      const length = Number(literal[1]);
      const after = end + 2 + length;
      if (rest.length === end + 2) session.socket.write('+ go on\r\n');
      if (rest.length < after + 2) return rest;
      rest = line.slice(0, literal.index) + '""' + rest.slice(after);
      continue;
    }
    rest = rest.slice(end + 2);
    reply(line, session);
  }
}

function reply(line: string, { socket, script, commands }: Session): void {
  const [tag = '', ...words] = line.split(' ');
  const command = words.join(' ');
  if (command === '') return; // DONE
  commands.push(command);
  const answer = script.answer?.(command) ?? usual(command, script);
  if (answer === 'hold') return;
  const { lines = [], end = 'OK done' } = answer;
  for (const untagged of lines) socket.write(`* ${untagged}\r\n`);
  socket.write(`${tag} ${end}\r\n`);
}

function usual(command: string, { capabilities = [] }: ImapScript): ImapAnswer {
  const name = command.split(' ')[0]?.toUpperCase();
  if (name === 'CAPABILITY') return { lines: [`CAPABILITY ${['IMAP4rev1', ...capabilities].join(' ')}`] };
  if (name === 'LIST' && /^LIST "" ("\*"|\*|"?INBOX"?)/i.test(command)) return { lines: ['LIST () "/" INBOX'] };
  if (name === 'LIST') return { lines: ['LIST (\\Noselect) "/" ""'] };
  if (name === 'STATUS') {
    const path = /^STATUS ("[^"]*"|\S+)/i.exec(command)?.[1];
    return { lines: [`STATUS ${path} (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)`] };
  }
  if (name === 'SELECT' || name === 'EXAMINE')
    return { lines: ['0 EXISTS', 'OK [UIDVALIDITY 1] x', 'OK [UIDNEXT 1] x'] };
  return {};
}
