import { BackendUnavailable } from './contract';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** While one attempt finds out whether it is better, the others wait no longer than this. */
const PROBE_MS = 10_000;

export type CircuitBreakerOptions = {
  readonly nowMs?: () => number;
  /** From 0 to 1: front ends that lost their server together must not come back in step. */
  readonly random?: () => number;
};

/**
 * Keeps from asking a server again and again that has just failed: for a short time that doubles with every failure in a
 * row, everybody is told so at once. After it, one attempt finds out.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntilMs = 0;
  private readonly nowMs: () => number;
  private readonly random: () => number;

  constructor({ nowMs = () => performance.now(), random = Math.random }: CircuitBreakerOptions = {}) {
    this.nowMs = nowMs;
    this.random = random;
  }

  /**
   * To be called before an attempt, whose outcome is then told by `succeeded` or `failed`.
   *
   * @throws BackendUnavailable while nobody should ask
   */
  check(): void {
    if (this.failures === 0) return;
    if (this.nowMs() < this.openUntilMs) throw new BackendUnavailable('The mail server failed a moment ago');
    this.openUntilMs = this.nowMs() + PROBE_MS;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures += 1;
    this.openUntilMs = this.nowMs() + pauseMs * (0.5 + this.random() / 2);
  }

  /** The attempt ended without an outcome, e.g. since nobody waited for it any more. */
  gaveUp(): void {
    if (this.failures > 0) this.openUntilMs = this.nowMs();
  }
}
