import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { assignPolicy } from '@/lib/domain/policies/assign-policy';
import { PolicyInput } from '@/lib/domain/policies/contract';
import { createPolicy } from '@/lib/domain/policies/create-policy';
import { makeDefaultPolicy } from '@/lib/domain/policies/make-default-policy';
import { policyHash } from '@/lib/domain/policies/policy-document';
import { updatePolicy } from '@/lib/domain/policies/update-policy';
import { useDatabase } from '@/scripts/testing/database';
import { emptyPolicies } from '@/scripts/testing/empty-policies';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { killAdmin, runAdmin, spawnAdmin, spawnAdminOnTerminal } from '@/scripts/testing/run-admin';
import { seedDevice } from '@/scripts/testing/seed-device';

// Some of these start a process, which may take its time where much else runs.
vi.setConfig({ testTimeout: 120_000 });

const { db, url } = await useDatabase();
const { administrator: ctx } = testContexts(db);
const environment = { DATABASE_URL: url };
const admin = (words: readonly string[], input = '') => runAdmin(['policy', ...words], environment, input);

const folder = mkdtempSync(join(tmpdir(), 'policy-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** A file with this text. */
function fileOf(text: string): string {
  const name = join(folder, `policies-${(files += 1)}.yaml`);
  writeFileSync(name, text);
  return name;
}

const everything = async () => ({
  policies: await db.policy.findMany({ orderBy: { id: 'asc' } }),
  assignments: await db.policyAssignment.findMany({ orderBy: { id: 'asc' } }),
  events: await db.auditEvent.count(),
});

beforeEach(() => emptyPolicies(db));

/** A default policy that a phone of Ada complies with, and a group. */
async function seedOffice() {
  const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 4 };
  const standard = await createPolicy(ctx, PolicyInput.parse({ name: 'Standard', settings }));
  await makeDefaultPolicy(ctx, { policyId: standard.id });
  const sales = await db.group.create({ data: { name: 'Sales' } });
  await db.mailbox.create({ data: { name: 'ada@example.org', groupId: sales.id, groupChoice: 'BY_HAND' } });
  await seedDevice(db, {
    mailbox: 'ada@example.org',
    easDeviceId: 'ADA1',
    friendlyName: 'Phone of Ada',
    policyHash: policyHash(standard.settings, '16.1'),
    policyState: 'APPLIED',
  });
  return { standard, sales };
}

const stricter = `
mobileadmin: policies/1
default: Standard
policies:
  - name: Standard
    settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 }
  - name: Sales policy
    allowNonProvisionable: false
    settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 8 }
    groups: [Sales]
`;

describe('policy export', () => {
  it('writes the same bytes for the same state, which apply takes as no change, from a file or standard input', async () => {
    const { standard, sales } = await seedOffice();
    await assignPolicy(ctx, { policyId: standard.id, mailboxIds: [], groupIds: [sales.id] });
    const exported = await admin(['export']);
    expect(exported).toMatchObject({ status: 0, errors: '' });
    expect((await admin(['export'])).output).toBe(exported.output);
    const before = await everything();
    expect(await admin(['plan', fileOf(exported.output), '--delete'])).toMatchObject({ status: 0, errors: '' });
    expect(await admin(['apply', fileOf(exported.output), '--delete'])).toEqual({
      status: 0,
      output: 'Nothing to change.\n',
      errors: '',
    });
    const { output: all } = await admin(['export', '--all']);
    expect(all).toMatch(/AllowCamera: true/);
    expect(await admin(['apply', '-', '--delete'], all)).toMatchObject({ status: 0, output: 'Nothing to change.\n' });
    expect(await everything()).toEqual(before);
  });

  it('writes as JSON what is JSON', async () => {
    await seedOffice();
    expect(JSON.parse((await admin(['export', '--json'])).output)).toMatchObject({
      mobileadmin: 'policies/1',
      policies: [{ name: 'Standard', settings: { AllowCamera: true } }],
    });
  });
});

describe('policy plan', () => {
  it('says each setting before and after and each device by name, changes nothing, and ends with 2', async () => {
    await seedOffice();
    const before = await everything();
    const planned = await admin(['plan', fileOf(stricter)]);
    expect(planned).toMatchObject({ status: 2, errors: '' });
    expect(planned.output.replace(/[\da-f]{32}/, 'TOKEN')).toBe(`~ policy "Standard" is changed
    MinDevicePasswordLength: 4 -> 6
+ policy "Sales policy" is added
    allowNonProvisionable: false
    DevicePasswordEnabled: true
    MinDevicePasswordLength: 8
* group Sales: none -> "Sales policy"

Devices that have to provision again: 1
    Phone of Ada (ada@example.org)
Devices that fall out of compliance until they have confirmed: 1
    Phone of Ada (ada@example.org)
Devices that get no more mail with the answer they gave: 0
Devices that get another policy: 1
    Phone of Ada ["Standard" -> "Sales policy"] (ada@example.org)
Plan: TOKEN
`);
    expect(await everything()).toEqual(before);
  });

  it('says it as JSON with the same exit status, as a process too', async () => {
    await seedOffice();
    const planned = await spawnAdmin(['policy', 'plan', '-', '--json'], environment, stricter);
    expect(planned).toMatchObject({ status: 2, errors: '' });
    expect(JSON.parse(planned.output)).toMatchObject({
      hasChanges: true,
      policies: [
        { name: 'Standard', action: 'change' },
        { name: 'Sales policy', action: 'create' },
      ],
      impact: { fallOut: { count: 1, devices: [{ name: 'Phone of Ada', mailbox: 'ada@example.org' }] } },
    });
  });

  it('names policies that only the database has, and ends with 0 if that is all', async () => {
    await seedOffice();
    const planned = await admin(['plan', '-'], 'mobileadmin: policies/1\npolicies: []\n');
    expect(planned).toMatchObject({ status: 0, errors: '' });
    expect(planned.output).toBe('Nothing to change.\nNot in the file, and left as they are: "Standard".\n');
  });

  it('paints nothing over the terminal that a phone put into its name', async () => {
    await seedOffice();
    await db.device.updateMany({ data: { friendlyName: '\u001b[2JEvil' } });
    const { output } = await admin(['plan', fileOf(stricter)]);
    expect(output).toContain('Evil');
    expect(output).not.toContain('\u001b');
  });

  it.each<[string, string[], RegExp]>([
    [
      'a file that is not there',
      ['nowhere/policies.yaml'],
      /^nowhere\/policies\.yaml cannot be read: there is no such file\.$/,
    ],
    ['a folder', ['.'], /^\. cannot be read: it is a folder\.$/],
    ['no file', [], /^The word after the command must be given\.$/],
    ['an option that is not there', ['-', '--force'], /Unknown option '--force'/],
  ])('with %s ends with 1, which no change does', async (_what, words, sentence) => {
    const refused = await admin(['plan', ...words]);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors.trim()).toMatch(sentence);
  });
});

describe('a bad file', () => {
  it('is refused by line and column, for people and for programs, and nothing is changed', async () => {
    await seedOffice();
    const name = fileOf(`${stricter.replace('[Sales]', '[Sales, Ghosts]')}    mailboxes: [nobody@example.org]\n`);
    const before = await everything();
    const refused = await admin(['apply', name, '--yes']);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toBe(
      `${name}:10:21: policies[1].groups[1]: There is no group "Ghosts"; add it in the console first.\n` +
        `${name}:11:17: policies[1].mailboxes[0]: There is no mailbox "nobody@example.org"; it is known once a phone has signed in to it.\n` +
        'Nothing was changed.\n',
    );
    const asJson = await admin(['plan', name, '--json']);
    expect(asJson.status).toBe(1);
    expect(JSON.parse(asJson.errors)).toMatchObject({
      code: 'file_invalid',
      problems: [
        { line: 10, column: 21, path: 'policies[1].groups[1]' },
        { line: 11, column: 17 },
      ],
    });
    expect(await everything()).toEqual(before);
  });

  it.each<[string, string, string[], RegExp]>([
    [
      'with a wrong value in its last policy',
      stricter.replace('Length: 8', 'Length: 88'),
      [],
      /MinDevicePasswordLength/,
    ],
    [
      'that would delete the default policy',
      'mobileadmin: policies/1\npolicies: []\n',
      ['--delete'],
      /"Standard" is to be deleted, but is the default/,
    ],
    ['that is too long', `#${'x'.repeat(1_048_576)}`, [], /longer than 1048576 bytes/],
    ['that is cut short', stricter.slice(0, -5), [], /:10:/],
  ])('%s changes nothing', async (_what, text, words, sentence) => {
    await seedOffice();
    const before = await everything();
    for (const source of [fileOf(text), '-']) {
      const refused = await admin(['apply', source, '--yes', ...words], text);
      expect(refused).toMatchObject({ status: 1, output: '' });
      expect(refused.errors).toMatch(sentence);
    }
    expect(await everything()).toEqual(before);
  });
});

describe('policy apply', () => {
  it('does it with --yes, for the reason given, and nothing when it is repeated', async () => {
    await seedOffice();
    const { events } = await everything();
    const words = ['apply', fileOf(stricter), '--yes', '--reason', 'ticket 4711'];
    const applied = await admin(words);
    expect(applied).toMatchObject({ status: 0, errors: '' });
    expect(applied.output).toMatch(/^~ policy "Standard"[^]*\nDone: 3 changes, all in the history\.\n$/);
    const audit = await db.auditEvent.findMany({ orderBy: { sequence: 'asc' }, skip: events });
    expect(audit.map(({ action, actorKind, reason }) => [action, actorKind, reason])).toEqual([
      ['policy_changed', 'COMMAND_LINE', 'ticket 4711'],
      ['policy_created', 'COMMAND_LINE', 'ticket 4711'],
      ['policy_assigned', 'COMMAND_LINE', 'ticket 4711'],
    ]);
    const after = await everything();
    expect(await admin(words)).toEqual({ status: 0, output: 'Nothing to change.\n', errors: '' });
    expect(await everything()).toEqual(after);
  });

  it('shows the plan and does nothing where nobody can be asked', async () => {
    await seedOffice();
    const before = await everything();
    const refused = await admin(['apply', '-'], stricter);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/MinDevicePasswordLength: 4 -> 6/);
    expect(refused.errors).toMatch(/Nothing was done: nobody can be asked here\. Give --yes/);
    expect(await everything()).toEqual(before);
  });

  it('asks on a terminal, and does it only for "yes"', async () => {
    await seedOffice();
    const words = ['policy', 'apply', fileOf(stricter)];
    const declined = await spawnAdminOnTerminal(words, environment, [['to do it: ', 'y']]);
    expect([declined.status, await db.policy.count()]).toEqual([1, 1]);
    const agreed = await spawnAdminOnTerminal(words, environment, [['to do it: ', 'yes']]);
    expect(agreed.output).toMatch(/Done: 3 changes/);
    expect([agreed.status, await db.policy.count()]).toEqual([0, 2]);
  });

  it('does nothing with the token of a plan after somebody else has edited a policy', async () => {
    const { standard } = await seedOffice();
    const planned = JSON.parse((await admin(['plan', '-', '--json'], stricter)).output);
    const { name, settings, version } = standard;
    const edited = PolicyInput.parse({ name, description: 'Edited', settings });
    await updatePolicy(ctx, { ...edited, policyId: standard.id, version });
    const before = await everything();
    const words = ['apply', '-', '--yes', '--plan-token'];
    const late = await admin([...words, planned.token], stricter);
    expect(late).toMatchObject({ status: 1, output: '' });
    expect(late.errors).toMatch(/^Nothing was done: the policies, or the file, have changed since the plan was made/);
    expect(await everything()).toEqual(before);
    const again = JSON.parse((await admin(['plan', '-', '--json'], stricter)).output);
    expect((await admin([...words, again.token], stricter)).status).toBe(0);
  });

  it('killed in the middle leaves nothing half done, and can be run again', async () => {
    await seedOffice();
    const before = await everything();
    const words = ['policy', 'apply', fileOf(stricter), '--yes'];
    const other = new Client({ connectionString: url });
    await other.connect();
    try {
      // The history's lock is taken when all changes are made: there it stops.
      await other.query(`SELECT pg_advisory_lock(${0x61_75_64_69})`);
      const killed = await killAdmin(words, environment, () =>
        vi.waitFor(
          async () => {
            const sql = `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
              WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
            expect((await other.query(sql)).rowCount).toBe(1);
          },
          { timeout: 60_000 },
        ),
      );
      expect(killed).toMatchObject({ status: null, output: '' });
    } finally {
      await other.end();
    }
    expect(await everything()).toEqual(before);
    expect(await spawnAdmin(words, environment)).toMatchObject({ status: 0, errors: '' });
    expect(await db.policy.count()).toBe(2);
  });

  it.each<[string[], RegExp]>([
    [['-', '--plan-token', 'guess'], /--plan-token: must be the token of a policy plan/],
    [['-', '--reason', ''], /--reason: /],
    [[], /The word after the command must be given/],
  ])('with %j ends with 2', async (words, sentence) => {
    const refused = await admin(['apply', ...words]);
    expect(refused).toMatchObject({ status: 2, output: '' });
    expect(refused.errors).toMatch(sentence);
  });
});

it('help says what the exit status means, and that nothing is wiped', async () => {
  expect((await admin(['plan', '--help'])).output).toMatch(/Exit status: 0 nothing to change, 1 failed .*, 2 changes/);
  expect((await admin(['apply', '--help'])).output).toMatch(/Never orders a wipe or a delete/);
});
