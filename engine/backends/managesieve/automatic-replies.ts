import {
  type FoundReplyScript,
  neededExtensions,
  readReplyScript,
  type ReplyScript,
  writeInclude,
  writeReplyScript,
} from './reply-script';
import { SieveConnection, type SieveConnectionOptions, SieveRefusal } from './sieve-connection';
import { usesVacation } from './uses-vacation';
import { CircuitBreaker } from '@/engine/backends/circuit-breaker';
import { ConnectionSlots } from '@/engine/backends/connection-slots';
import { type AutoReply, AutoReplyRefused } from '@/engine/backends/auto-reply';
import { type Account, BackendUnavailable } from '@/engine/backends/contract';
import { resolveUserName } from '@/engine/backends/user-name';

const SCRIPT = 'mobileadmin';
/** Servers take up to a megabyte unless they are told otherwise. */
const SCRIPT_LIMIT_BYTES = 1024 * 1024;
/** One change after the other: each starts from what the one before has left. */
const LIMITS = { perMailbox: 1, total: 20 };

const nothing: AutoReply = {
  isEnabled: false,
  period: null,
  internal: { isEnabled: false, text: '', format: 'text' },
  external: { isEnabled: false, text: '', format: 'text' },
};

type Scripts = {
  readonly names: readonly string[];
  readonly active: string | null;
  readonly ours: FoundReplyScript | null;
};

/**
 * Automatic replies by a script of the mail server, which is told of them by ManageSieve. The script of ours runs the one
 * that its owner had before, and gives way to it when the reply is switched off.
 */
export class AutomaticReplies {
  private readonly breaker = new CircuitBreaker();
  private readonly slots = new ConnectionSlots(LIMITS, () => false);

  constructor(private readonly options: SieveConnectionOptions) {}

  /**
   * @returns null if the server's scripts cannot answer
   * @throws BackendUnavailable
   */
  async find(account: Account, signal: AbortSignal): Promise<AutoReply | null> {
    return this.use(account, signal, async (connection) => {
      const extensions = await connection.extensions();
      if (!extensions.has('vacation') || !extensions.has('envelope')) return null;
      const { active, ours } = await scriptsOf(connection);
      const reply = ours?.reply ?? nothing;
      // Another program may have switched to another script: ours answers nobody then.
      return { ...reply, isEnabled: reply.isEnabled && active === SCRIPT };
    });
  }

  /** @throws AutoReplyRefused, BackendUnavailable */
  async set(account: Account, reply: AutoReply, signal: AbortSignal): Promise<void> {
    await this.use(account, signal, async (connection) => {
      const scripts = await scriptsOf(connection);
      if (scripts.names.includes(SCRIPT) && (!scripts.ours || scripts.ours.isEdited)) {
        throw new AutoReplyRefused('own_rules');
      }
      const previous = previousOf(scripts);
      if (reply.isEnabled) await switchOn(connection, { reply, previous }, account);
      else await switchOff(connection, { script: { reply, previous }, scripts, account });
    });
  }

  private async use<Result>(
    { mailbox, credentials }: Account,
    signal: AbortSignal,
    run: (connection: SieveConnection) => Promise<Result>,
  ): Promise<Result> {
    const { server } = this.options;
    const name = resolveUserName(credentials.username, server);
    if (!name) throw new BackendUnavailable('The ManageSieve server cannot know this user');
    await this.slots.acquire(mailbox, signal);
    try {
      const connection = await this.connect({ user: name.login, password: credentials.password }, signal);
      try {
        return await run(connection);
      } catch (error) {
        signal.throwIfAborted();
        throw explained(error);
      } finally {
        connection.close();
      }
    } finally {
      this.slots.release(mailbox);
    }
  }

  private async connect(login: { user: string; password: string }, signal: AbortSignal): Promise<SieveConnection> {
    this.breaker.check();
    try {
      const connection = await SieveConnection.open(this.options, login, signal);
      this.breaker.succeeded();
      return connection;
    } catch (error) {
      // A server that judges one user works for others.
      if (error instanceof BackendUnavailable && error.cause instanceof SieveRefusal) this.breaker.succeeded();
      else if (signal.aborted) this.breaker.gaveUp();
      else this.breaker.failed();
      throw error;
    }
  }
}

async function scriptsOf(connection: SieveConnection): Promise<Scripts> {
  const { names, active } = await connection.list();
  const ours = names.includes(SCRIPT) ? readReplyScript(await connection.read(SCRIPT)) : null;
  return { names, active, ours };
}

/** What is to be run when ours is not. */
function previousOf({ names, active, ours }: Scripts): string | null {
  const previous = active === SCRIPT ? (ours?.previous ?? null) : active;
  return previous !== null && names.includes(previous) ? previous : null;
}

async function switchOn(connection: SieveConnection, script: ReplyScript, { address }: Account): Promise<void> {
  const extensions = await connection.extensions();
  const missing = neededExtensions(script).filter((name) => !extensions.has(name));
  if (missing.includes('include')) throw new AutoReplyRefused('own_rules');
  if (missing.length > 0) throw new AutoReplyRefused('unsupported');
  if (script.previous !== null && !(await canRun(connection, script.previous))) throw new AutoReplyRefused('own_rules');
  await store(connection, script, address);
  await connection.activate(SCRIPT);
}

/** Whether a script of ours can run this one as well. */
async function canRun(connection: SieveConnection, name: string): Promise<boolean> {
  // Two answers to one mail are an error for which a server gives up the whole script.
  if (usesVacation(await connection.read(name))) return false;
  // A script that the organisation gives to everybody is listed with those of the user, and may still not be found among
  // them. Ours would run without it, and nobody would be told.
  return connection.isSound(writeInclude(name));
}

/** The owner's script comes first: whatever fails afterwards, nobody is answered any more. */
async function switchOff(
  connection: SieveConnection,
  { script, scripts, account }: { script: ReplyScript; scripts: Scripts; account: Account },
): Promise<void> {
  if (scripts.active === SCRIPT) await connection.activate(script.previous);
  // Not run any more, so it needs no other.
  await store(connection, { ...script, previous: null }, account.address);
}

async function store(connection: SieveConnection, script: ReplyScript, address: string): Promise<void> {
  const text = writeReplyScript(script, address);
  if (Buffer.byteLength(text) > SCRIPT_LIMIT_BYTES) throw new AutoReplyRefused('size');
  await connection.store(SCRIPT, text);
}

/** RFC 5804 1.3 Response Codes */
function explained(error: unknown): unknown {
  if (!(error instanceof SieveRefusal)) return error;
  const { command, code } = error;
  if (code?.startsWith('QUOTA')) return new AutoReplyRefused('size', { cause: error });
  if (code === 'TRYLATER') return new BackendUnavailable('The ManageSieve server is busy', { cause: error });
  // It finds something wrong with the script: with the names in it, or with what an extension of it is like.
  if (command === 'PUTSCRIPT') return new AutoReplyRefused('unsupported', { cause: error });
  return new BackendUnavailable('The ManageSieve server refuses', { cause: error });
}
