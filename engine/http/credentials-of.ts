import type { IncomingMessage } from 'node:http';
import type { Credentials } from '@/engine/backends/contract';
import { parseBasicCredentials } from '@/lib/protocol/http/basic-credentials';

/** [MS-ASHTTP] 2.2.1.1.2.1 Authorization: `user`, `user@domain` or `DOMAIN\user`. Null: none that can be read. */
export function credentialsOf({ headers }: IncomingMessage, clientAddress: string): Credentials | null {
  const basic = parseBasicCredentials(headers.authorization);
  if (!basic) return null;
  const username = basic.form === 'windows' ? basic.username : basic.raw;
  return { username, password: basic.password, clientAddress };
}
