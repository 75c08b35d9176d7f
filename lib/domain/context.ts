import type { PrismaClient } from '@/lib/db/generated/client';
import type { Role } from '@/lib/domain/people/contract';

/** Who asks. Ids come from the client; the actor never does. */
export type Actor =
  | { kind: 'person'; id: string; name: string; role: Role }
  | { kind: 'token'; id: string; name: string; role: Role }
  | { kind: 'command_line'; id: 'command_line'; name: string; role: 'administrator' }
  | { kind: 'system'; id: 'system'; name: string; role: 'administrator' }
  /** The engine on behalf of a phone. Has no permission; only lifecycle functions without an actor rule take it. */
  | { kind: 'device'; id: string; name: string; role: null };

/** What every domain function gets first. No function reads the clock, the session or the environment itself. */
export interface DomainContext {
  readonly db: PrismaClient;
  readonly actor: Actor;
  /** Of the HTTP request or the EAS command; stands in log lines and history. */
  readonly requestId: string;
  /** Client address as far as it is known. */
  readonly address: string | null;
  readonly now: () => Date;
}
