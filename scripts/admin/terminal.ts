import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { AdminError } from './admin-error';
import { collectBytes } from './collect-bytes';

// Results go to standard output and nothing else does, so that a script can take them; questions, effects and
// complaints go to standard error.

const LONGEST_LINE = 4096;

export type Terminal = {
  /** Whether somebody is there who can be asked. */
  isInteractive: boolean;
  /** Writes to standard output; waits if the reader is slow. */
  write: (text: string) => Promise<void>;
  /** Writes a line to standard error. */
  tell: (line: string) => void;
  ask: (question: string) => Promise<string>;
  /** What is typed does not appear. */
  askHidden: (question: string) => Promise<string>;
  /** The first line of standard input that is not a terminal. */
  readLine: () => Promise<string>;
  /** All of standard input, to its end. */
  readAll: (limitBytes: number) => Promise<Buffer>;
};

type Streams = { input: Readable & { isTTY?: boolean }; output: Writable; errors: Writable };

/** The terminal, or the pipes, that the command was started with. */
export function openTerminal({ input, output, errors }: Streams): Terminal {
  const ask = async (question: string, echo: boolean) => {
    const shown = echo ? errors : withoutEcho(errors, question);
    const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 });
    const ended = new AbortController();
    lines.once('close', () => ended.abort());
    lines.once('SIGINT', () => lines.close());
    try {
      return await lines.question(question, { signal: ended.signal });
    } catch (cause) {
      throw new AdminError('Nothing was done: the question was not answered.', { cause });
    } finally {
      lines.close();
      if (!echo) errors.write('\n');
    }
  };
  return {
    isInteractive: input.isTTY === true,
    write: (text) =>
      new Promise((resolve, reject) => output.write(text, (error) => (error ? reject(error) : resolve()))),
    tell: (line) => void errors.write(`${line}\n`),
    ask: (question) => ask(question, true),
    askHidden: (question) => ask(question, false),
    readLine: () => firstLine(input),
    readAll: (limitBytes) => collectBytes(input, limitBytes),
  };
}

/** Passes the question on and swallows what readline echoes after it. */
function withoutEcho(errors: Writable, question: string): Writable {
  let isAsked = false;
  return new Writable({
    write(_chunk, _encoding, done) {
      if (!isAsked) errors.write(question);
      isAsked = true;
      done();
    },
  });
}

async function firstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > LONGEST_LINE) break;
  }
  return (text.split('\n')[0] ?? '').replace(/\r$/, '');
}
