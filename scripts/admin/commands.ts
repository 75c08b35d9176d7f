import type { AdminCommand } from './command';
import { deviceCancel } from './device-cancel';
import { deviceDelete, deviceWipe } from './device-command';
import { deviceList } from './device-list';
import { deviceShow } from './device-show';
import { historyExport } from './history-export';
import { historyVerify } from './history-verify';
import { policyApply } from './policy-apply';
import { policyExport } from './policy-export';
import { policyPlan } from './policy-plan';
import { tokenCreate } from './token-create';
import { tokenList } from './token-list';
import { tokenRevoke } from './token-revoke';
import { userCreate } from './user-create';
import { userList } from './user-list';
import { userReset } from './user-reset';

/** Everything that the command line can do, in the order of its help. */
export const commands: readonly AdminCommand[] = [
  userCreate,
  userReset,
  userList,
  tokenCreate,
  tokenList,
  tokenRevoke,
  deviceList,
  deviceShow,
  deviceWipe,
  deviceDelete,
  deviceCancel,
  policyExport,
  policyPlan,
  policyApply,
  historyVerify,
  historyExport,
];
