import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ResponseReader, type SieveResponse, type SieveToken } from './response-reader';
import type { SieveServer } from './sieve-url';
import { BackendUnavailable } from '@/engine/backends/contract';
import { tlsOptions } from '@/engine/backends/tls-options';

const SILENCE_MS = 10_000;

export type SieveConnectionOptions = {
  readonly server: SieveServer;
  /** PEM, beside those that this machine trusts. */
  readonly certificateAuthorities: readonly string[];
  /** How long the server may say nothing. */
  readonly silenceMs?: number;
};

export type SieveLogin = { readonly user: string; readonly password: string };

/** The server answered NO. Its words are not passed on. */
export class SieveRefusal extends Error {
  override readonly name = 'SieveRefusal';

  constructor(
    readonly command: string,
    readonly code: string | null,
  ) {
    super(`The ManageSieve server refuses ${command}`);
  }
}

/**
 * One connection to a ManageSieve server, for one user at a time and one command after the other.
 *
 * @see RFC 5804
 */
export class SieveConnection {
  private reader = new ResponseReader();
  private readonly ready: SieveResponse[] = [];
  private waiter: { resolve: (response: SieveResponse) => void; reject: (error: Error) => void } | null = null;
  private broken: Error | null = null;

  private constructor(
    private socket: Socket,
    private readonly silenceMs = SILENCE_MS,
  ) {
    this.listen();
  }

  /**
   * Connects, encrypts and signs in.
   *
   * @throws BackendUnavailable, also if the server refuses name or password: the mail server took them a moment ago
   */
  static async open(options: SieveConnectionOptions, login: SieveLogin, signal: AbortSignal): Promise<SieveConnection> {
    const { server } = options;
    signal.throwIfAborted();
    const connection = new SieveConnection(connectTcp({ host: server.host, port: server.port }), options.silenceMs);
    const abort = () => connection.close();
    signal.addEventListener('abort', abort, { once: true });
    connection.socket.once('close', () => signal.removeEventListener('abort', abort));
    try {
      let capabilities = readCapabilities(await connection.response('greeting'));
      if (server.tls === 'starttls') {
        if (!capabilities.has('STARTTLS')) throw new BackendUnavailable('The ManageSieve server offers no encryption');
        await connection.encrypt(options);
        capabilities = readCapabilities(await connection.response('greeting'));
      }
      if (!words(capabilities.get('SASL')).includes('PLAIN')) {
        throw new BackendUnavailable('The ManageSieve server takes no sign-in by PLAIN');
      }
      await connection.signIn(login);
      return connection;
    } catch (cause) {
      connection.close();
      signal.throwIfAborted();
      throw cause instanceof BackendUnavailable ? cause : new BackendUnavailable('No ManageSieve server', { cause });
    }
  }

  /** The extensions of Sieve that scripts may require, e.g. `vacation`. */
  async extensions(): Promise<ReadonlySet<string>> {
    return new Set(words(readCapabilities(await this.command('CAPABILITY')).get('SIEVE')).map(lower));
  }

  /** Names of all scripts, and which of them is run; null: none. */
  async list(): Promise<{ names: readonly string[]; active: string | null }> {
    const { lines } = await this.command('LISTSCRIPTS');
    const scripts = lines.filter(([name]) => name?.kind === 'string');
    const active = scripts.find(([, mark]) => mark?.kind === 'atom' && mark.value.toUpperCase() === 'ACTIVE');
    return { names: scripts.map(([name]) => name?.value ?? ''), active: active?.[0]?.value ?? null };
  }

  /** @throws SieveRefusal if there is no such script */
  async read(name: string): Promise<string> {
    const { lines } = await this.command('GETSCRIPT', name);
    return lines[0]?.[0]?.value ?? '';
  }

  /**
   * Stores a script, in place of one of this name if there is one, and if the server finds nothing wrong with it.
   *
   * @throws SieveRefusal
   */
  async store(name: string, script: string): Promise<void> {
    await this.command('HAVESPACE', name, Buffer.byteLength(script));
    await this.command('PUTSCRIPT', name, script);
  }

  /** Whether the server finds nothing wrong with a script, not even something to warn of. */
  async isSound(script: string): Promise<boolean> {
    try {
      return (await this.command('CHECKSCRIPT', script)).code !== 'WARNINGS';
    } catch (error) {
      if (error instanceof SieveRefusal) return false;
      throw error;
    }
  }

  /** From now on this script is run; null: none. @throws SieveRefusal */
  async activate(name: string | null): Promise<void> {
    await this.command('SETACTIVE', name ?? '');
  }

  /** @throws SieveRefusal if it is the one that is run, or is not there */
  async remove(name: string): Promise<void> {
    await this.command('DELETESCRIPT', name);
  }

  close(): void {
    if (this.broken) return;
    this.socket.end('LOGOUT\r\n');
    this.socket.destroySoon();
    this.giveUp(new Error('The connection is closed'));
  }

  /** RFC 4616 */
  private async signIn({ user, password }: SieveLogin): Promise<void> {
    if (`${user}${password}`.includes('\0')) throw new SieveRefusal('AUTHENTICATE', null);
    await this.command('AUTHENTICATE', 'PLAIN', Buffer.from(`\0${user}\0${password}`).toString('base64'));
  }

  private async encrypt({ server, certificateAuthorities }: SieveConnectionOptions): Promise<void> {
    await this.command('STARTTLS');
    // Whatever was said before the encryption could be anybody's.
    if (this.reader.isInside || this.ready.length > 0) throw new BackendUnavailable('Something came before encryption');
    const { socket } = this;
    socket.removeAllListeners('data');
    socket.setTimeout(0);
    const servername = isIP(server.host) === 0 ? { servername: server.host } : {};
    const secured = connectTls({ socket, host: server.host, ...servername, ...tlsOptions(certificateAuthorities) });
    this.socket = secured;
    this.reader = new ResponseReader();
    this.listen();
    // The first of both to come decides; a broken connection has rejected whoever waits by itself.
    await Promise.race([once(secured, 'secureConnect'), once(socket, 'close').then(() => this.check())]);
  }

  private async command(name: string, ...parameters: readonly (string | number)[]): Promise<SieveResponse> {
    this.check();
    const octets = parameters.map((value) => (typeof value === 'number' ? ` ${value}` : ` ${literal(value)}`)).join('');
    this.socket.write(`${name}${octets}\r\n`);
    return this.response(name);
  }

  private async response(command: string): Promise<SieveResponse> {
    this.check();
    const response =
      this.ready.shift() ??
      (await new Promise<SieveResponse>((resolve, reject) => {
        this.waiter = { resolve, reject };
      }));
    if (response.status === 'BYE') throw this.fail(new Error('The ManageSieve server says goodbye'));
    if (response.status === 'NO') throw new SieveRefusal(command, response.code);
    return response;
  }

  private listen(): void {
    const { socket } = this;
    socket.setTimeout(this.silenceMs, () => this.fail(new Error('The ManageSieve server is silent')));
    socket.on('error', (error: Error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The connection ended')));
    socket.on('data', (chunk: Buffer) => this.take(chunk));
  }

  private take(chunk: Buffer): void {
    try {
      for (const response of this.reader.push(chunk)) {
        const { waiter } = this;
        this.waiter = null;
        // A server that answers without being asked is not understood any more.
        if (waiter) waiter.resolve(response);
        else if (this.ready.push(response) > 1) this.fail(new Error('The ManageSieve server says too much'));
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private check(): void {
    if (this.broken) throw new BackendUnavailable('The ManageSieve server failed', { cause: this.broken });
  }

  private fail(cause: Error): BackendUnavailable {
    this.socket.destroy();
    return this.giveUp(cause);
  }

  /** The first reason counts. */
  private giveUp(cause: Error): BackendUnavailable {
    this.broken ??= cause;
    const error = new BackendUnavailable('The ManageSieve server failed', { cause: this.broken });
    this.waiter?.reject(error);
    this.waiter = null;
    return error;
  }
}

/** Every string is sent this way: nothing in it can end it. */
const literal = (text: string): string => `{${Buffer.byteLength(text)}+}\r\n${text}`;

const lower = (text: string) => text.toLowerCase();

const words = (text = ''): string[] => text.split(' ').filter((word) => word !== '');

/** By name in upper case. RFC 5804 1.7 Capabilities */
function readCapabilities({ lines }: SieveResponse): ReadonlyMap<string, string> {
  const named = lines.filter((line): line is [SieveToken, ...SieveToken[]] => line[0]?.kind === 'string');
  return new Map(named.map(([name, value]) => [name.value.toUpperCase(), value?.value ?? '']));
}
