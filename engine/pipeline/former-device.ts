import { verify } from '@node-rs/argon2';
import { BoundedMap } from '@/engine/bounded-map';
import type { OpenCommand } from '@/lib/domain/commands/find-open-command';
import { findOpenCommandByClaim } from '@/lib/domain/devices/find-former-device';
import type { Database } from '@/lib/db/client';
import type { PolicyKey } from '@/lib/protocol/http/policy-key';

// Implementation notes
// - Somebody changes the password of a lost phone's mailbox before the phone has fetched its order. From then on its
//   sign-in fails, but the order must still reach it, and nobody else may learn of it or tick it off.
// - Proof: the last password that was accepted from this device *and* its current policy key. Both; nothing else counts.
// - Keys are compared before the password: whoever does not know the key causes no argon2 work and no delay that would
//   tell that an order exists. Whoever knows the key is still bounded by VERIFY_LIMIT.
// - A phone that was told "provision again" begins that with policy key 0 ([MS-ASPROV] 3.1.5.1). So for PROVEN_FOR_MS
//   after a complete proof, the same device at the same address may present no key or 0, with the same password.

const PROVEN_FOR_MS = 10 * 60_000;
const VERIFY_LIMIT = 10;
const VERIFY_WINDOW_MS = 60_000;
const CAPACITY = 10_000;

export type FormerClaim = {
  /** User name as presented. */
  readonly username: string;
  readonly password: string;
  readonly deviceKey: string;
  readonly policyKey: PolicyKey;
  readonly address: string;
};

export type FormerCommand = OpenCommand & { readonly mailbox: string };

/** Recognises a device whose sign-in fails, for the sole purpose of handing it the order that waits for it. */
export class FormerDevices {
  private readonly proven = new BoundedMap<number>(CAPACITY);
  private readonly attempts = new BoundedMap<{ count: number; until: number }>(CAPACITY);

  constructor(
    private readonly db: Database,
    private readonly nowMs: () => number,
  ) {}

  /** The order for this device, if it proves to be that device; null otherwise, without a hint why. */
  async findCommand(claim: FormerClaim): Promise<FormerCommand | null> {
    const { username: mailboxClaim, deviceKey, policyKey, address } = claim;
    const hasKey = policyKey.kind === 'present' && policyKey.value !== 0;
    if (!hasKey && this.proven.size === 0) return null;
    const commands = await findOpenCommandByClaim({ db: this.db }, { mailboxClaim, deviceKey });
    for (const command of commands) {
      const placeOfProof = `${command.id}\0${address}`;
      if (!this.isKeyRight(command, policyKey, placeOfProof)) continue;
      if (!(await this.isPasswordRight(command, claim))) continue;
      this.proven.set(placeOfProof, this.nowMs() + PROVEN_FOR_MS);
      return command;
    }
    return null;
  }

  private isKeyRight(command: FormerCommand, presented: PolicyKey, placeOfProof: string): boolean {
    const key = presented.kind === 'present' ? presented.value : 0;
    if (key !== 0) return command.policyKey === key;
    return (this.proven.get(placeOfProof) ?? 0) > this.nowMs();
  }

  private async isPasswordRight(command: FormerCommand, { password, address }: FormerClaim): Promise<boolean> {
    if (command.passwordHash === null || !this.mayVerify(address)) return false;
    return verify(command.passwordHash, password);
  }

  private mayVerify(address: string): boolean {
    const now = this.nowMs();
    const before = this.attempts.get(address);
    const current = before && before.until > now ? before : { count: 0, until: now + VERIFY_WINDOW_MS };
    if (current.count >= VERIFY_LIMIT) return false;
    this.attempts.set(address, { ...current, count: current.count + 1 });
    return true;
  }
}
