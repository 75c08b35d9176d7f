import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Handler } from '@/lib/console/http/answer';
import { Problem } from '@/lib/console/http/api-problem';
import type { Operation } from '@/lib/console/openapi/operation';
import { operations } from '@/lib/console/openapi/operations';
import { call, startTestConsole, type TestCall } from '@/lib/console/testing/test-console';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { getAccess } from '@/lib/domain/access/get-access';
import type { DomainContext } from '@/lib/domain/context';
import { addException } from '@/lib/domain/exceptions/add-exception';
import { createGroup } from '@/lib/domain/mailboxes/create-group';
import { listGroups } from '@/lib/domain/mailboxes/list-groups';
import { declareNoticeSender } from '@/lib/domain/notices/declare-notice-sender';
import { invitePerson } from '@/lib/domain/people/invite-person';
import { Role } from '@/lib/domain/people/contract';
import { hasPermission } from '@/lib/domain/permissions';
import { PolicyRules, PolicySettings } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { createToken } from '@/lib/domain/tokens/create-token';
import { openAccess } from '@/scripts/testing/open-access';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, signedIn } = await startTestConsole();

const system: DomainContext = {
  db,
  actor: { kind: 'system', id: 'system', name: 'test', role: 'administrator' },
  requestId: 'test',
  address: null,
  now: () => new Date(),
};

let count = 0;
const unique = () => `x${(count += 1)}${randomUUID().slice(0, 8)}`;

const aDevice = () => seedDevice(db, { mailbox: `${unique()}@example.com`, easDeviceId: unique() });
const anAutoBlock = () => {
  const until = new Date(Date.now() + 3_600_000);
  const what = { kind: 'anyCommand', count: 9, limit: 5, minutes: 5 };
  return {
    autoBlockedUntil: until,
    autoBlock: { ...what, since: new Date().toISOString(), until: until.toISOString() },
  };
};
/** A phone that was blocked by hand, and has come back under another DeviceId. */
async function aReturningPhone() {
  const mailbox = `${unique()}@example.com`;
  const devices = [];
  for (const [index, accessOverride] of (['BLOCK', 'AUTOMATIC'] as const).entries()) {
    const { id } = await seedDevice(db, { mailbox, easDeviceId: unique() });
    const at = new Date(Date.now() - 86_400_000 + index * 3_600_000);
    const data = { imei: '356938035643809', accessOverride, firstContactAt: at, lastContactAt: at };
    devices.push(await db.device.update({ where: { id }, data }));
  }
  const [former, current] = devices;
  if (!former || !current) throw new Error('There are two');
  return [former, current] as const;
}
const aMailbox = async () => (await aDevice()).mailboxId;
const aFolder = async () => {
  const mailboxId = await aMailbox();
  const { name } = await db.mailbox.findUniqueOrThrow({ where: { id: mailboxId }, select: { name: true } });
  const path = 'Outgoing';
  const data = { mailbox: name, path, folderId: unique(), delimiter: '/', detectedKind: 'MAIL', revision: 1 } as const;
  return { mailboxId, path, mailbox: await db.mailFolder.create({ data, select: { revision: true } }) };
};
const aGroup = () => createGroup(system, { name: unique() });
const anOrder = async () => {
  await aGroup();
  const formerGroupIds = (await listGroups(system)).groups.map(({ id }) => id);
  return { body: { groupIds: formerGroupIds.toReversed(), formerGroupIds } };
};
const settings = PolicySettings.parse({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
const policyInput = () => ({
  name: unique(),
  description: '',
  settings,
  ...PolicyRules.parse({}),
});
const aPolicy = () => createPolicy(system, policyInput());
const aCommand = async () => queueCommand(system, { deviceId: (await aDevice()).id, kind: 'wipe', reason: 'lost' });
const exceptionInput = () => ({ mailbox: `${unique()}@example.com`, reason: 'board', approvedBy: 'CEO', endsAt: null });
const aLink = () => invitePerson(system, { email: `${unique()}@example.org`, role: 'helpdesk' });
const reason = 'because';
const draft = {
  settings: openAccess,
  rules: [{ name: 'Old', level: 'quarantined', conditions: { osVersion: { below: '10' } }, isEnabled: true }],
};
const password = 'a long enough passphrase';

interface Case {
  /** What a good call says, over what it needs to be there. */
  good: () => TestCall | Promise<TestCall>;
  /** What spoils it; null if there is nothing to say. */
  bad: TestCall | null;
}

const noInput: Case = { good: () => ({}), bad: null };
const badLimit: TestCall = { query: { limit: 0 } };

/** One good call and one bad one for every operation there is. */
const cases: Record<string, Case> = {
  listDevices: { good: () => ({ query: { search: 'x', state: ['active'] } }), bad: { query: { sort: 'nonsense' } } },
  listDeviceFacets: noInput,
  exportDevices: { good: () => ({ query: { lang: 'de' } }), bad: { query: { lang: 'fr' } } },
  getDevice: { good: async () => ({ path: { deviceId: (await aDevice()).id } }), bad: { path: { deviceId: '1' } } },
  removeDevice: {
    good: async () => ({ path: { deviceId: (await aDevice()).id }, body: { reason } }),
    bad: { body: { reason: '' } },
  },
  decideAccess: {
    good: async () => ({ path: { deviceId: (await aDevice()).id }, body: { decision: 'block', reason } }),
    bad: { body: { decision: 'quarantine', reason } },
  },
  retryPolicy: {
    good: async () => {
      const { id: deviceId } = await aDevice();
      await db.device.update({ where: { id: deviceId }, data: { policyState: 'LOOPING' } });
      return { path: { deviceId }, body: { reason } };
    },
    bad: { body: { reason: '' } },
  },
  endAutoBlock: {
    good: async () => {
      const { id: deviceId } = await aDevice();
      await db.device.update({ where: { id: deviceId }, data: anAutoBlock() });
      return { path: { deviceId }, body: { reason } };
    },
    bad: { body: { reason: '' } },
  },
  listFormerDevices: {
    good: async () => ({ path: { deviceId: (await aDevice()).id } }),
    bad: { path: { deviceId: 'no' } },
  },
  carryOver: {
    good: async () => {
      const [former, current] = await aReturningPhone();
      const body = { formerDeviceId: former.id, removesFormer: false, reason };
      return { path: { deviceId: current.id }, body };
    },
    bad: { body: { formerDeviceId: 'no', removesFormer: false, reason } },
  },
  listDeviceHistory: { good: async () => ({ path: { deviceId: (await aDevice()).id } }), bad: badLimit },
  listCommands: { good: async () => ({ path: { deviceId: (await aDevice()).id } }), bad: { path: { deviceId: 'no' } } },
  queueCommand: {
    good: async () => ({ path: { deviceId: (await aDevice()).id }, body: { kind: 'wipe', reason } }),
    bad: { body: { kind: 'explode', reason } },
  },
  queueCommands: {
    good: async () => ({ body: { deviceIds: [(await aDevice()).id], kind: 'delete', reason } }),
    bad: { body: { deviceIds: [], kind: 'delete', reason } },
  },
  previewCommands: {
    good: async () => ({ body: { deviceIds: [(await aDevice()).id], kind: 'wipe' } }),
    bad: { body: { deviceIds: ['1'], kind: 'wipe' } },
  },
  getCommand: { good: async () => ({ path: { commandId: (await aCommand()).id } }), bad: { path: { commandId: '' } } },
  cancelCommand: {
    good: async () => ({ path: { commandId: (await aCommand()).id }, body: { reason } }),
    bad: { body: {} },
  },
  listPolicies: noInput,
  createPolicy: {
    good: () => ({ body: policyInput() }),
    bad: { body: { name: 'x', settings: { MinDevicePasswordLength: 99 } } },
  },
  getPolicy: { good: async () => ({ path: { policyId: (await aPolicy()).id } }), bad: { path: { policyId: 'no' } } },
  updatePolicy: {
    good: async () => ({ path: { policyId: (await aPolicy()).id }, body: { ...policyInput(), version: 1 } }),
    bad: { body: { name: 'without settings', version: 1 } },
  },
  deletePolicy: { good: async () => ({ path: { policyId: (await aPolicy()).id } }), bad: { path: { policyId: 'no' } } },
  previewPolicyChange: {
    good: async () => ({ path: { policyId: (await aPolicy()).id }, body: { settings } }),
    bad: { body: { settings: { Unknown: true } } },
  },
  listPolicyVersions: {
    good: async () => ({ path: { policyId: (await aPolicy()).id } }),
    bad: { path: { policyId: 'no' } },
  },
  makeDefaultPolicy: {
    good: async () => ({ path: { policyId: (await aPolicy()).id } }),
    bad: { path: { policyId: 'no' } },
  },
  assignPolicy: {
    good: async () => ({
      path: { policyId: (await aPolicy()).id },
      body: { mailboxIds: [await aMailbox()], groupIds: [(await aGroup()).id] },
    }),
    bad: { body: { mailboxIds: 'all', groupIds: [] } },
  },
  getDevicePolicy: {
    good: async () => ({ path: { deviceId: (await aDevice()).id } }),
    bad: { path: { deviceId: 'no' } },
  },
  getMailboxPolicy: {
    good: async () => ({ path: { mailboxId: await aMailbox() } }),
    bad: { path: { mailboxId: 'no' } },
  },
  listExceptions: { good: () => ({ query: { state: 'all' } }), bad: { query: { state: 'some' } } },
  addException: { good: () => ({ body: exceptionInput() }), bad: { body: { mailbox: 'a@example.com' } } },
  endException: {
    good: async () => ({ path: { exceptionId: (await addException(system, exceptionInput())).id }, body: { reason } }),
    bad: { body: { reason: 1 } },
  },
  reportExemptions: noInput,
  exportExemptions: { good: () => ({ query: { lang: 'de' } }), bad: { query: { lang: 'fr' } } },
  getAccess: noInput,
  applyAccess: {
    good: async () => ({ body: { ...draft, revision: (await getAccess(system)).revision, reason } }),
    bad: { body: { ...draft, reason } },
  },
  previewAccess: { good: () => ({ body: draft }), bad: { body: { ...draft, rules: [{ name: 'x' }] } } },
  listQuarantine: { good: () => ({}), bad: badLimit },
  decideQuarantined: {
    good: async () => ({ body: { deviceIds: [(await aDevice()).id], decision: 'allow', reason } }),
    bad: { body: { deviceIds: [], decision: 'allow', reason } },
  },
  listSwitches: noInput,
  switchMailbox: {
    good: async () => ({ path: { mailboxId: await aMailbox() }, body: { isEasEnabled: false, reason } }),
    bad: { body: { isEasEnabled: 'no', reason } },
  },
  switchGroup: {
    good: async () => ({ path: { groupId: (await aGroup()).id }, body: { isEasEnabled: false, reason } }),
    bad: { body: { isEasEnabled: null, reason } },
  },
  listMailboxes: { good: () => ({ query: { search: 'x' } }), bad: badLimit },
  getMailbox: { good: async () => ({ path: { mailboxId: await aMailbox() } }), bad: { path: { mailboxId: 'no' } } },
  updateMailbox: {
    good: async () => ({ path: { mailboxId: await aMailbox() }, body: { groupId: (await aGroup()).id } }),
    bad: { body: { groupId: 'staff' } },
  },
  listMailboxFolders: {
    good: async () => ({ path: { mailboxId: await aMailbox() } }),
    bad: { path: { mailboxId: 'no' } },
  },
  chooseFolderRoles: {
    good: async () => {
      const { mailboxId, mailbox, path } = await aFolder();
      return { path: { mailboxId }, body: { revision: mailbox.revision, choices: [{ path, role: 'sent' }] } };
    },
    bad: { body: { revision: 1, choices: [{ path: 'A', role: 'inbox' }] } },
  },
  listGroups: noInput,
  createGroup: { good: () => ({ body: { name: unique() } }), bad: { body: { name: ' ' } } },
  updateGroup: {
    good: async () => ({
      path: { groupId: (await aGroup()).id },
      body: { version: 1, name: unique(), patterns: ['@never.test'] },
    }),
    bad: { body: { version: 1, patterns: ['two words'] } },
  },
  previewGroup: { good: () => ({ body: { patterns: ['*@example.com'] } }), bad: { body: { patterns: [''] } } },
  orderGroups: { good: anOrder, bad: { body: { groupIds: [], formerGroupIds: [] } } },
  previewGroupOrder: { good: anOrder, bad: { body: { groupIds: ['first'], formerGroupIds: ['first'] } } },
  deleteGroup: { good: async () => ({ path: { groupId: (await aGroup()).id } }), bad: { path: { groupId: 'no' } } },
  listHistory: { good: () => ({ query: { action: ['signed_in'] } }), bad: { query: { from: 'yesterday' } } },
  exportHistory: { good: () => ({ query: { format: 'json' } }), bad: { query: { format: 'pdf' } } },
  verifyHistory: noInput,
  listPeople: noInput,
  getCaller: noInput,
  changePassword: {
    good: () => ({ body: { currentPassword: 'correct horse battery', newPassword: password } }),
    bad: { body: { currentPassword: 'correct horse battery', newPassword: 'short' } },
  },
  getNotices: noInput,
  chooseNotices: {
    good: () => ({ body: { kinds: ['quarantine', 'exception'], language: 'de', timeZone: 'Europe/Berlin' } }),
    bad: { body: { kinds: ['quarantine'], language: 'de', timeZone: 'Middle/Earth' } },
  },
  requestNoticeTest: {
    good: async () => {
      await declareNoticeSender(db, { from: 'mobileadmin@example.org', hasLinks: true });
      return {};
    },
    bad: null,
  },
  updatePerson: {
    good: async () => ({ path: { id: (await signedIn('helpdesk')).id }, body: { role: 'auditor' } }),
    bad: { body: { role: 'emperor' } },
  },
  issuePasswordReset: {
    good: async () => ({ path: { id: (await signedIn('helpdesk')).id } }),
    bad: { path: { id: 'no' } },
  },
  invitePerson: {
    good: () => ({ body: { email: `${unique()}@example.org`, role: 'helpdesk' } }),
    bad: { body: { email: 'nobody', role: 'helpdesk' } },
  },
  withdrawLink: { good: async () => ({ path: { id: (await aLink()).id } }), bad: { path: { id: 'no' } } },
  previewLink: { good: async () => ({ path: { token: (await aLink()).token } }), bad: { path: { token: 'short' } } },
  redeemLink: {
    good: async () => ({ path: { token: (await aLink()).token }, body: { name: 'New', password } }),
    bad: { body: { name: 'New', password: 'short' } },
  },
  listTokens: noInput,
  createToken: {
    good: () => ({ body: { name: unique(), role: 'auditor' } }),
    bad: { body: { name: 'x', role: 'auditor', validDays: 0 } },
  },
  revokeToken: {
    good: async () => ({
      path: { tokenId: (await createToken(system, { name: unique(), role: 'auditor', validDays: 1 })).id },
    }),
    bad: { path: { tokenId: 'no' } },
  },
  listMailServers: noInput,
  getAddresses: noInput,
  checkAddresses: noInput,
  getOverview: noInput,
  streamEvents: noInput,
  getOpenApi: noInput,
};

const files = import.meta.glob<Record<string, Handler>>('./**/route.ts', { eager: true });

function handlerOf({ path, method }: Operation): Handler {
  const file = `.${path.replaceAll('{', '[').replaceAll('}', ']')}/route.ts`;
  const handler = files[file]?.[method];
  if (!handler) throw new Error(`${file} does not export ${method}`);
  return handler;
}

function caseOf(operation: Operation): Case {
  const found = cases[operation.id];
  if (!found) throw new Error(`No case for ${operation.id}`);
  return found;
}

const may = ({ access }: Operation, role: Role): boolean =>
  access === 'public' || access === 'signed_in' || hasPermission(role, access);

const codeOf = async (response: Response) => Problem.parse(await response.json()).code;
const sessions = new Map<Role, string>();

async function cookieOf(role: Role): Promise<string> {
  const cookie = sessions.get(role) ?? (await signedIn(role)).cookie;
  sessions.set(role, cookie);
  return cookie;
}

const rows = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);
const closed = rows.filter(([, { access }]) => access !== 'public');
const withInput = rows.filter(([, operation]) => caseOf(operation).bad !== null);
const forbidding = rows.flatMap(([name, operation]) =>
  Role.options.filter((role) => !may(operation, role)).map((role) => [name, role, operation] as const),
);

describe('a route', () => {
  it.each(rows)('%s answers as described to every role that may call it', async (_name, operation) => {
    for (const role of Role.options.filter((one) => may(operation, one))) {
      // A change of password ends the session of the other calls.
      const cookie = operation.id === 'changePassword' ? (await signedIn(role)).cookie : await cookieOf(role);
      const good = await caseOf(operation).good();
      const response = await call(handlerOf(operation), { method: operation.method, ...good, cookie });
      const { output, media, status = output || media ? 200 : 204 } = operation;
      expect([response.status, response.status < 300 ? null : await response.text()]).toEqual([status, null]);
      if (output) output.parse(await response.json());
      else await response.body?.cancel();
    }
  });

  it.each(withInput)('%s names what it does not accept', async (_name, operation) => {
    const role = Role.options.find((one) => may(operation, one)) ?? 'administrator';
    const { good, bad } = caseOf(operation);
    const spoilt = { ...(await good()), ...bad };
    const response = await call(handlerOf(operation), {
      method: operation.method,
      ...spoilt,
      cookie: await cookieOf(role),
    });
    expect(response.status).toBe(422);
    const problem = Problem.parse(await response.json());
    expect(problem.code).toBe('invalid_input');
    expect(problem.errors?.length).toBeGreaterThan(0);
  });

  it.each(closed)('%s turns away whoever is not signed in', async (_name, operation) => {
    const response = await call(handlerOf(operation), {
      method: operation.method,
      ...(await caseOf(operation).good()),
    });
    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('signed_out');
  });

  it.each(forbidding)('%s is forbidden to the %s', async (_name, role, operation) => {
    const good = await caseOf(operation).good();
    const before = await db.auditEvent.count();
    const response = await call(handlerOf(operation), {
      method: operation.method,
      ...good,
      cookie: await cookieOf(role),
    });
    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe('permission_denied');
    expect(await db.auditEvent.count()).toBe(before);
  });
});
