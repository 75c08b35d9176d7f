import { beforeEach, describe, expect, it } from 'vitest';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput, PolicySettings, type PolicyView } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { makeDefaultPolicy } from '@/lib/domain/policies/make-default-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { previewPolicyChange } from '@/lib/domain/policies/preview-policy-change';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { applyPolicySet } from '@/lib/domain/policy-sets/apply-policy-set';
import { PolicySet, type PolicySetPlan } from '@/lib/domain/policy-sets/contract';
import { planPolicySet } from '@/lib/domain/policy-sets/plan-policy-set';
import { readPolicySet } from '@/lib/domain/policy-sets/read-policy-set';
import { ENGINE_CHANNEL } from '@/lib/domain/signals';
import { collectSignals } from '@/scripts/testing/collect-signals';
import { useDatabase } from '@/scripts/testing/database';
import { emptyPolicies } from '@/scripts/testing/empty-policies';
import { actors, testContexts } from '@/scripts/testing/domain/test-context';
import { outcomes } from '@/scripts/testing/outcomes';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const nobody = { count: 0, devices: [] };

beforeEach(() => emptyPolicies(db));

type Entry = Partial<PolicySet['policies'][number]> & { name: string };

const setOf = (policies: Entry[], more: { default?: string } = {}) =>
  PolicySet.parse({ mobileadmin: 'policies/1', policies, ...more });
const settings = (some: Partial<PolicySettings>) => PolicySettings.parse(some);
const create = (name: string, some: Partial<PolicySettings> = {}) =>
  createPolicy(ctx, PolicyInput.parse({ name, settings: some }));

async function plan(set: PolicySet, deleteOthers = false): Promise<PolicySetPlan> {
  const answer = await planPolicySet(ctx, { set, deleteOthers });
  if ('problems' in answer) throw new Error(JSON.stringify(answer.problems));
  return answer.plan;
}

async function apply(set: PolicySet, { deleteOthers = false, reason = 'ticket 7' } = {}) {
  const { token } = await plan(set, deleteOthers);
  return applyPolicySet(ctx, { set, deleteOthers, token, reason });
}

/** Everything that is saved of policies, and the length of the history. */
const everything = async () => ({
  policies: await db.policy.findMany({ orderBy: { id: 'asc' } }),
  assignments: await db.policyAssignment.findMany({ orderBy: { id: 'asc' } }),
  events: await db.auditEvent.count(),
});

/** Two policies, two groups, three mailboxes. */
async function seedOffice() {
  const [standard, board] = [await create('Standard', { MinDevicePasswordLength: 4 }), await create('Board')];
  const [sales, support] = [
    await db.group.create({ data: { name: 'Sales' } }),
    await db.group.create({ data: { name: 'Support' } }),
  ];
  const mailbox = (name: string, groupId: string | null) =>
    db.mailbox.create({ data: { name, groupId, groupChoice: 'BY_HAND' } });
  const [ada, bob, cyd] = [
    await mailbox('ada@example.org', sales.id),
    await mailbox('bob@example.org', sales.id),
    await mailbox('cyd@example.org', null),
  ];
  await makeDefaultPolicy(ctx, { policyId: standard.id });
  await assignPolicy(ctx, { policyId: standard.id, mailboxIds: [ada.id], groupIds: [] });
  await assignPolicy(ctx, { policyId: board.id, mailboxIds: [bob.id], groupIds: [sales.id] });
  return { standard, board, sales, support, ada, bob, cyd };
}

describe('a set that was read', () => {
  it('is the same for the same state, and changes nothing when it is applied', async () => {
    await seedOffice();
    const set = await readPolicySet(ctx);
    expect(set).toMatchObject({
      default: 'Standard',
      policies: [
        { name: 'Board', groups: ['Sales'], mailboxes: ['bob@example.org'] },
        { name: 'Standard', groups: [], mailboxes: ['ada@example.org'] },
      ],
    });
    expect(await readPolicySet(ctx)).toEqual(set);
    expect(PolicySet.parse(set)).toEqual(set);
    const before = await everything();
    const { hasChanges, ...planned } = await plan(set, true);
    expect([hasChanges, planned.policies, planned.assignments, planned.default]).toEqual([false, [], [], null]);
    const heard = await collectSignals(
      url,
      ENGINE_CHANNEL,
      async () => void (await apply(set, { deleteOthers: true })),
    );
    expect(heard).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('of an installation without policies has none', async () => {
    expect(await readPolicySet(ctx)).toEqual({ mobileadmin: 'policies/1', policies: [] });
  });
});

describe('applying a set', () => {
  it('does what the plan says, each change with an event and the reason, and nothing the second time', async () => {
    await seedOffice();
    const set = setOf(
      [
        {
          name: 'Standard',
          description: 'For all',
          settings: settings({ MinDevicePasswordLength: 6 }),
          groups: ['Support'],
          mailboxes: ['bob@example.org', 'CYD@example.org'],
        },
        { name: 'Strict', allowNonProvisionable: false, groups: ['Sales'], mailboxes: [] },
      ],
      { default: 'Strict' },
    );
    const planned = await plan(set, true);
    expect(planned).toMatchObject({
      hasChanges: true,
      policies: [
        {
          name: 'Standard',
          action: 'change',
          changes: [
            { name: 'description', before: '', after: 'For all' },
            { name: 'MinDevicePasswordLength', before: 4, after: 6 },
          ],
        },
        {
          name: 'Strict',
          action: 'create',
          changes: [{ name: 'allowNonProvisionable', before: true, after: false }],
        },
        { name: 'Board', action: 'delete', changes: [] },
      ],
      default: { before: 'Standard', after: 'Strict' },
      assignments: [
        { kind: 'group', name: 'Sales', before: 'Board', after: 'Strict' },
        { kind: 'group', name: 'Support', before: null, after: 'Standard' },
        { kind: 'mailbox', name: 'ada@example.org', before: 'Standard', after: null },
        { kind: 'mailbox', name: 'bob@example.org', before: 'Board', after: 'Standard' },
        { kind: 'mailbox', name: 'cyd@example.org', before: null, after: 'Standard' },
      ],
      others: [],
    });
    const { events } = await everything();
    const done = await apply(set, { deleteOthers: true, reason: 'ticket 4711' });
    expect(planned).toMatchObject(done);

    const audit = await db.auditEvent.findMany({ orderBy: { sequence: 'asc' }, skip: events });
    expect(new Set(audit.map(({ reason, actorName }) => `${reason} ${actorName}`))).toEqual(
      new Set(['ticket 4711 Ada Admin']),
    );
    expect(audit.map(({ action, targetName, before, after }) => [action, targetName, before, after])).toEqual([
      [
        'policy_changed',
        'Standard',
        { description: '', MinDevicePasswordLength: 4 },
        { description: 'For all', MinDevicePasswordLength: 6 },
      ],
      ['policy_created', 'Strict', null, expect.objectContaining({ allowNonProvisionable: false })],
      ['policy_made_default', 'Strict', { default: 'Standard' }, { default: 'Strict' }],
      ['policy_assigned', 'Strict', { 'group Sales': 'Board' }, { 'group Sales': 'Strict' }],
      [
        'policy_assigned',
        'Standard',
        { 'group Support': null, 'mailbox bob@example.org': 'Board', 'mailbox cyd@example.org': null },
        { 'group Support': 'Standard', 'mailbox bob@example.org': 'Standard', 'mailbox cyd@example.org': 'Standard' },
      ],
      ['policy_assigned', 'Standard', { 'mailbox ada@example.org': 'Standard' }, { 'mailbox ada@example.org': null }],
      ['policy_deleted', 'Board', expect.objectContaining({ name: 'Board' }), null],
    ]);
    expect(await readPolicySet(ctx)).toEqual(
      PolicySet.parse({
        ...set,
        policies: set.policies.map((entry) => ({ ...entry, mailboxes: entry.mailboxes?.toSorted() })),
      }),
    );

    const after = await everything();
    expect((await plan(set, true)).hasChanges).toBe(false);
    await apply(set, { deleteOthers: true });
    expect(await everything()).toEqual(after);
  });

  it('lets two policies swap who has them', async () => {
    const { ada, bob, standard, board } = await seedOffice();
    await apply(
      setOf([
        { name: 'Standard', mailboxes: ['bob@example.org'] },
        { name: 'Board', mailboxes: ['ada@example.org'] },
      ]),
    );
    const rows = await db.policyAssignment.findMany({ where: { mailboxId: { not: null } } });
    expect(new Map(rows.map(({ mailboxId, policyId }) => [mailboxId, policyId]))).toEqual(
      new Map([
        [ada.id, board.id],
        [bob.id, standard.id],
      ]),
    );
  });

  it('leaves alone what the set does not speak of: other policies, their holders, lists and default left out', async () => {
    await seedOffice();
    const set = setOf([{ name: 'Standard', settings: settings({ MinDevicePasswordLength: 8 }) }, { name: 'New' }]);
    expect(await plan(set)).toMatchObject({ assignments: [], default: null, others: ['Board'] });
    await apply(set);
    expect(await readPolicySet(ctx)).toMatchObject({
      default: 'Standard',
      policies: [
        { name: 'Board', groups: ['Sales'], mailboxes: ['bob@example.org'] },
        { name: 'New', groups: [], mailboxes: [] },
        { name: 'Standard', mailboxes: ['ada@example.org'] },
      ],
    });
  });

  it('can make a policy the default that the set does not have', async () => {
    await seedOffice();
    await apply(setOf([], { default: 'Board' }));
    expect(await readPolicySet(ctx)).toMatchObject({ default: 'Board' });
  });

  it('ends held pings as an edit in the console does', async () => {
    await seedOffice();
    const heardOf = (set: PolicySet) => collectSignals(url, ENGINE_CHANNEL, async () => void (await apply(set)));
    const lists = { mailboxes: ['ada@example.org', 'cyd@example.org'] };
    const moved = setOf([{ name: 'Standard', settings: settings({ MinDevicePasswordLength: 4 }), ...lists }]);
    expect(await heardOf(moved)).toEqual([{ kind: 'mailbox', mailbox: 'cyd@example.org', why: 'policy' }]);
    expect(await heardOf(setOf([{ name: 'Standard', settings: settings({}) }]))).toEqual([
      { kind: 'all', why: 'policy' },
    ]);
    expect(await heardOf(setOf([{ name: 'Standard', description: 'Words only' }]))).toEqual([]);
    const both = [{ name: 'Standard', settings: settings({ AllowCamera: false }), mailboxes: [] }, { name: 'Board' }];
    expect(await heardOf(setOf(both, { default: 'Board' }))).toEqual([{ kind: 'all', why: 'policy' }]);
  });
});

describe('a set that cannot be applied', () => {
  it.each([
    [
      'a group that is not there',
      setOf([{ name: 'Standard', groups: ['Sales', 'Nobody'] }]),
      false,
      [{ code: 'group_unknown', path: ['policies', 0, 'groups', 1], name: 'Nobody' }],
    ],
    [
      'a mailbox that is not there',
      setOf([{ name: 'New' }, { name: 'Standard', mailboxes: ['x@example.org'] }]),
      false,
      [{ code: 'mailbox_unknown', path: ['policies', 1, 'mailboxes', 0], name: 'x@example.org' }],
    ],
    [
      'a default that is not there',
      setOf([], { default: 'Lost' }),
      false,
      [{ code: 'default_unknown', path: ['default'], name: 'Lost' }],
    ],
    [
      'a default to be deleted',
      setOf([{ name: 'Board', groups: ['Sales'], mailboxes: ['ada@example.org'] }]),
      true,
      [{ code: 'deleted_is_default', path: [], name: 'Standard' }],
    ],
    [
      'a default to be deleted that it names',
      setOf([{ name: 'Board', mailboxes: ['ada@example.org'] }], { default: 'Standard' }),
      true,
      [{ code: 'deleted_is_default', path: ['default'], name: 'Standard' }],
    ],
    [
      'a policy to be deleted that somebody has',
      setOf([{ name: 'Standard', mailboxes: ['bob@example.org'] }]),
      true,
      [{ code: 'deleted_in_use', path: [], name: 'Board' }],
    ],
  ])('names %s, and changes nothing', async (_what, set, deleteOthers, problems) => {
    await seedOffice();
    const before = await everything();
    expect(await planPolicySet(ctx, { set, deleteOthers })).toEqual({ problems });
    const guessed = applyPolicySet(ctx, { set, deleteOthers, token: '0'.repeat(32), reason: null });
    await expect(guessed).rejects.toMatchObject({ code: 'policy_changed_meanwhile' });
    expect(await everything()).toEqual(before);
  });

  it('names a policy twice, or a holder with two policies, in the schema already', () => {
    expect(() => setOf([{ name: 'A' }, { name: ' A ' }])).toThrow(/has this name/);
    expect(() =>
      setOf([
        { name: 'A', groups: ['G'] },
        { name: 'B', groups: ['G'] },
      ]),
    ).toThrow(/can have one/);
    expect(() => setOf([{ name: 'A', mailboxes: ['a@x', 'A@X'] }])).toThrow(/can have one/);
    expect(() =>
      setOf([
        { name: 'A', mailboxes: ['a@x'] },
        { name: 'B', groups: ['a@x'] },
      ]),
    ).not.toThrow();
  });
});

describe('a plan that somebody agreed to', () => {
  const edit = ({ id, version, name }: PolicyView) => {
    const edited = PolicyInput.parse({ name, description: 'Edited', settings: {} });
    return updatePolicy(ctx, { ...edited, policyId: id, version });
  };
  type Office = Awaited<ReturnType<typeof seedOffice>>;

  it.each<[string, (office: Office) => Promise<unknown>]>([
    ['edited a policy', ({ board }) => edit(board)],
    ['added a policy', () => create('Another')],
    ['made another the default', ({ board }) => makeDefaultPolicy(ctx, { policyId: board.id })],
    [
      'assigned a policy',
      ({ board, cyd }) => assignPolicy(ctx, { policyId: board.id, mailboxIds: [cyd.id], groupIds: [] }),
    ],
    [
      'replaced a group',
      ({ support }) =>
        db.group.delete({ where: { id: support.id } }).then(() => db.group.create({ data: { name: 'Support' } })),
    ],
  ])('does nothing once somebody else has %s', async (_what, change) => {
    const office = await seedOffice();
    const set = setOf([{ name: 'Strict', groups: ['Support'] }]);
    const { token } = await plan(set);
    await change(office);
    const before = await everything();
    const late = applyPolicySet(ctx, { set, deleteOthers: false, token, reason: null });
    await expect(late).rejects.toMatchObject({ code: 'policy_changed_meanwhile' });
    expect(await everything()).toEqual(before);
  });

  it('is of this set and these options and of no other', async () => {
    await seedOffice();
    const set = setOf([{ name: 'Strict' }]);
    const { token } = await plan(set);
    const other = setOf([{ name: 'Strict', allowNonProvisionable: false }]);
    const refused = [
      applyPolicySet(ctx, { set: other, deleteOthers: false, token, reason: null }),
      applyPolicySet(ctx, { set, deleteOthers: true, token, reason: null }),
    ];
    expect(await outcomes(refused)).toEqual(['policy_changed_meanwhile', 'policy_changed_meanwhile']);
  });

  it('is carried out once when two apply it at the same time, also beside edits in the console', async () => {
    const { board } = await seedOffice();
    const set = setOf([{ name: 'Strict', mailboxes: ['ada@example.org'] }], { default: 'Strict' });
    const { token } = await plan(set);
    const applied = () => applyPolicySet(ctx, { set, deleteOthers: false, token, reason: null });
    const results = await outcomes([applied(), applied(), edit(board)]);
    const isApplied = (await db.policy.count({ where: { name: 'Strict' } })) === 1;
    const refused = 'policy_changed_meanwhile';
    expect(results).toEqual(isApplied ? ['ok', 'ok', refused] : ['ok', refused, refused]);
  });
});

describe('what a plan says of devices', () => {
  it('is what the preview of the console says, for a change of one policy', async () => {
    const { standard } = await seedOffice();
    const seed = (easDeviceId: string, more: object) =>
      seedDevice(db, { mailbox: 'ada@example.org', easDeviceId, ...more });
    await seed('APPLIED', { policyHash: policyHash(standard.settings, '16.1'), policyState: 'APPLIED' });
    await seed('REFUSED', { policyHash: policyHash(standard.settings, '16.1'), policyState: 'REFUSED' });
    await seed('NEVER', {});
    const next = { settings: settings({ MinDevicePasswordLength: 9 }), allowNonProvisionable: false };
    const { changes: _changes, ...impact } = await previewPolicyChange(ctx, { policyId: standard.id, ...next });
    const planned = await plan(setOf([{ name: 'Standard', ...next }]));
    expect(planned.impact).toEqual({ ...impact, otherPolicy: nobody });
    expect([impact.provisionAgain.count, impact.fallOut.count, impact.loseAccess.count]).toEqual([2, 1, 2]);
  });

  it('names the first twenty, with the policies between which they move', async () => {
    await seedOffice();
    for (let count = 0; count < 25; count += 1) {
      await seedDevice(db, { mailbox: 'cyd@example.org', easDeviceId: `MANY${count}`, friendlyName: 'Many' });
    }
    const { otherPolicy } = (await plan(setOf([{ name: 'Board', mailboxes: ['bob@example.org', 'cyd@example.org'] }])))
      .impact;
    expect([otherPolicy.count, otherPolicy.devices.length]).toEqual([25, 20]);
    expect(otherPolicy.devices[0]).toMatchObject({
      name: 'Many',
      mailbox: 'cyd@example.org',
      before: 'Standard',
      after: 'Board',
    });
  });
});

it('lets auditors read and plan and nobody but administrators apply', async () => {
  await seedOffice();
  const auditor = { ...ctx, actor: actors.auditor };
  const helpdesk = { ...ctx, actor: actors.helpdesk };
  const set = await readPolicySet(auditor);
  const input = { set, deleteOthers: false };
  expect(await planPolicySet(auditor, input)).toMatchObject({ plan: { hasChanges: false } });
  const { token } = await plan(set);
  const refused = [
    readPolicySet(helpdesk),
    planPolicySet(helpdesk, input),
    applyPolicySet(auditor, { ...input, token, reason: null }),
  ];
  expect(new Set(await outcomes(refused))).toEqual(new Set(['permission_denied']));
});
