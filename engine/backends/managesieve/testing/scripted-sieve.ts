import { startLoopbackServer } from '@/engine/backends/testing/loopback-server';

export type ScriptedSieve = {
  readonly port: number;
  /** The names of all commands so far. */
  readonly commands: readonly string[];
  readonly connections: () => number;
  stop(): Promise<void>;
};

export type SieveScript = {
  /** What the server says first; null: nothing at all. */
  readonly greeting?: string | null;
  /** By command, or by the first octet of what is none; the others get OK. Null hangs up. */
  readonly answers?: Readonly<Record<string, string | null>>;
};

const usualGreeting = '"IMPLEMENTATION" "test"\r\n"SASL" "LOGIN PLAIN"\r\n"SIEVE" "envelope vacation"\r\nOK\r\n';

/** A server of ManageSieve on a free port of the loopback interface that says what the test wants; it keeps nothing. */
export async function startScriptedSieve({
  greeting = usualGreeting,
  answers = {},
}: SieveScript): Promise<ScriptedSieve> {
  const commands: string[] = [];
  const { port, connections, stop } = await startLoopbackServer((socket) => {
    if (greeting !== null) socket.write(greeting);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      // A client sends one command at a time, and in one piece as long as it is short.
      const name = /^[A-Z]+/.exec(text)?.[0] ?? text.charAt(0);
      commands.push(name);
      const usual = name === 'CAPABILITY' ? usualGreeting : 'OK\r\n';
      const answer = name in answers ? answers[name] : usual;
      if (typeof answer === 'string') socket.write(answer);
      else socket.destroy();
    });
  });
  return {
    port,
    commands,
    connections,
    stop,
  };
}
