import type { Operation } from '@/lib/console/openapi/operation';
import * as access from '@/lib/console/openapi/operations/access';
import * as commands from '@/lib/console/openapi/operations/commands';
import * as consoleOperations from '@/lib/console/openapi/operations/console';
import * as devices from '@/lib/console/openapi/operations/devices';
import * as exceptions from '@/lib/console/openapi/operations/exceptions';
import * as history from '@/lib/console/openapi/operations/history';
import * as mailboxes from '@/lib/console/openapi/operations/mailboxes';
import * as notices from '@/lib/console/openapi/operations/notices';
import * as people from '@/lib/console/openapi/operations/people';
import * as policies from '@/lib/console/openapi/operations/policies';
import * as settings from '@/lib/console/openapi/operations/settings';
import * as tokens from '@/lib/console/openapi/operations/tokens';

/** Every operation of the HTTP API, in the order of its description. */
export const operations: readonly Operation[] = [
  devices,
  commands,
  policies,
  exceptions,
  access,
  mailboxes,
  history,
  people,
  notices,
  tokens,
  settings,
  consoleOperations,
].flatMap((feature): Operation[] => Object.values(feature));
