import { userInfo } from 'node:os';
import type { Actor } from '@/lib/domain/context';

/**
 * Who stands in the history for what the command line does: the user of the operating system, and behind `sudo` the one
 * who called it. Whoever may run this could write to the database anyway, so nothing is proved, only said.
 */
export function operator(environment: Readonly<Record<string, string | undefined>>): Actor {
  const user = systemUser();
  const caller = environment['SUDO_USER'];
  const name = caller && caller !== user ? `${user} (sudo by ${caller})` : user;
  return { kind: 'command_line', id: 'command_line', name, role: 'administrator' };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no entry in the system's list.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
