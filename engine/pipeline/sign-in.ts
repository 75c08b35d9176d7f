import { createHmac, randomBytes } from 'node:crypto';
import { BoundedMap } from '@/engine/bounded-map';
import { SignInGate } from './sign-in-gate';
import { networkOf, SignInThrottle } from './sign-in-throttle';
import { type Account, BackendUnavailable, type Credentials, type MailBackend } from '@/engine/backends/contract';

// Implementation notes
// - What is remembered is an HMAC of name and password under a key that exists in this process only: the password itself
//   stays in the account, which lives as long as the request or the held ping that carries it.
// - A phone repeats a wrong password for days after it was changed. The same wrong one is answered from memory for a
//   while and counts once: it is no guess. So its owner's other devices are not slowed down by it.
// - A password that was good lately may always be tried, however often others failed.
// - Several requests of a phone at once ask the mail server once.

const GOOD_FOR_MS = 10 * 60_000;
const WRONG_FOR_MS = 60_000;
const KNOWN_FOR_MS = 7 * 24 * 3_600_000;
const CAPACITY = 50_000;
const BACKEND_TIMEOUT_MS = 15_000;
/** For whom there was no room. */
const NO_ROOM_SECONDS = 5;

export type SignInResult =
  | { readonly kind: 'accepted'; readonly account: Account; readonly passwordMark: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly cause: BackendUnavailable };

type Remembered = {
  readonly mailbox: string;
  readonly address: string;
  readonly displayName: string | null;
  readonly goodUntil: number;
};

/** Verifies what phones present, with a memory in front of the mail server. Nothing is ever written to disk. */
export class SignIn {
  private readonly key = randomBytes(32);
  private readonly good = new BoundedMap<Remembered>(CAPACITY);
  private readonly wrong = new BoundedMap<number>(CAPACITY);
  private readonly pending = new Map<string, Promise<SignInResult>>();
  private readonly throttle: SignInThrottle;
  private readonly gate: SignInGate;

  constructor(
    private readonly backend: Pick<MailBackend, 'authenticate'>,
    private readonly nowMs: () => number,
  ) {
    this.throttle = new SignInThrottle(nowMs);
    this.gate = new SignInGate((network) => this.throttle.failuresOf(network));
  }

  /** Says whose mailbox it is. Never throws for a wrong password or a mail server that is away. */
  async verify(credentials: Credentials, address: string): Promise<SignInResult> {
    const mark = this.markOf(credentials);
    const now = this.nowMs();
    const known = this.good.get(mark);
    if (known && known.goodUntil > now) return accepted(known, credentials, mark);
    if ((this.wrong.get(mark) ?? 0) > now) return { kind: 'refused' };
    const running = this.pending.get(mark);
    if (running) return running;

    const isKnown = known !== undefined && known.goodUntil + KNOWN_FOR_MS > now;
    const attempt = { username: credentials.username, address };
    const retryAfterSeconds = isKnown ? 0 : this.throttle.admit(attempt);
    if (retryAfterSeconds > 0) return { kind: 'throttled', retryAfterSeconds };
    const asking = this.askInTurn(credentials, mark, { address, isKnown }).finally(() => {
      this.pending.delete(mark);
      if (!isKnown) this.throttle.settle(attempt);
    });
    this.pending.set(mark, asking);
    return asking;
  }

  private async askInTurn(
    credentials: Credentials,
    mark: string,
    { address, isKnown }: { address: string; isKnown: boolean },
  ): Promise<SignInResult> {
    const leave = await this.gate.enter({ network: networkOf(address), isKnown });
    if (!leave) return { kind: 'throttled', retryAfterSeconds: NO_ROOM_SECONDS };
    try {
      return await this.ask(credentials, mark, address);
    } finally {
      leave();
    }
  }

  /** The mail server has come to refuse this password: it is asked again at the next request. */
  forget({ credentials }: Account): void {
    const mark = this.markOf(credentials);
    const known = this.good.get(mark);
    if (known) this.good.set(mark, { ...known, goodUntil: Math.min(known.goodUntil, this.nowMs()) });
  }

  private async ask(credentials: Credentials, mark: string, address: string): Promise<SignInResult> {
    const attempt = { username: credentials.username, address };
    // Of its own: the client that asked first may be gone while others wait for the same answer.
    const signal = AbortSignal.timeout(BACKEND_TIMEOUT_MS);
    let account: Account | null;
    try {
      account = await this.backend.authenticate(credentials, signal);
    } catch (error) {
      if (error instanceof BackendUnavailable) return { kind: 'unavailable', cause: error };
      if (!signal.aborted) throw error;
      return {
        kind: 'unavailable',
        cause: new BackendUnavailable('The mail server does not answer', { cause: error }),
      };
    }
    const now = this.nowMs();
    if (!account) {
      this.throttle.recordFailure(attempt);
      this.wrong.set(mark, now + WRONG_FOR_MS);
      return { kind: 'refused' };
    }
    this.throttle.recordSuccess(attempt);
    this.wrong.delete(mark);
    const { credentials: _own, ...owner } = account;
    const known = { ...owner, goodUntil: now + GOOD_FOR_MS };
    this.good.set(mark, known);
    return accepted(known, credentials, mark);
  }

  private markOf({ username, password }: Credentials): string {
    return createHmac('sha256', this.key).update(username).update('\0').update(password).digest('base64');
  }
}

function accepted(known: Remembered, credentials: Credentials, passwordMark: string): SignInResult {
  const { mailbox, address, displayName } = known;
  return { kind: 'accepted', account: { mailbox, address, displayName, credentials }, passwordMark };
}
