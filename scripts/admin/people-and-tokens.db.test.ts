import { userInfo } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { redeemLink } from '@/lib/domain/people/redeem-link';
import { verifySignIn } from '@/lib/domain/people/verify-sign-in';
import { authenticateToken } from '@/lib/domain/tokens/authenticate-token';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { runAdmin, spawnAdmin, spawnAdminOnTerminal } from '@/scripts/testing/run-admin';

// Some of these start a process, which may take its time where much else runs.
vi.setConfig({ testTimeout: 120_000 });

const { db, url } = await useDatabase();
const environment = { DATABASE_URL: url, PUBLIC_URL: 'https://mail.example.org' };
const ctx = { ...testContexts(db).administrator, address: null, now: () => new Date() };
const password = 'correct horse battery';
const admin = (words: string, input?: string) => runAdmin(words.split(' '), environment, input);

describe('user create', () => {
  it('takes the password from standard input and shows it nowhere', async () => {
    const words = ['user', 'create', '--email', 'Ada@Example.org', '--name', 'Ada', '--role', 'administrator'];
    const created = await spawnAdmin(words, environment, `${password}\n`);
    expect(created).toEqual({ status: 0, output: 'Ada <ada@example.org> can sign in as administrator.\n', errors: '' });
    expect(await verifySignIn(ctx, { email: 'ada@example.org', password })).toMatchObject({ role: 'administrator' });
    const [audit] = await db.auditEvent.findMany({ where: { action: 'person_joined' } });
    expect(audit).toMatchObject({
      actorKind: 'COMMAND_LINE',
      actorName: userInfo().username,
      targetName: 'ada@example.org',
    });
    expect(JSON.stringify(audit?.after)).not.toContain(password);
  });

  it('asks for the password on a terminal, twice and without showing it', async () => {
    const words = ['user', 'create', '--email', 'tess@example.org', '--name', 'Tess', '--role', 'auditor'];
    const typed = [
      ['Password: ', password],
      ['Again: ', password],
    ] as const;
    const created = await spawnAdminOnTerminal(words, environment, typed);
    expect(created.status).toBe(0);
    expect(created.output).toContain('can sign in as auditor');
    expect(created.output).not.toContain(password);
    expect(await verifySignIn(ctx, { email: 'tess@example.org', password })).toMatchObject({ name: 'Tess' });
  });

  it('adds nobody if the two passwords differ', async () => {
    const words = ['user', 'create', '--email', 'typo@example.org', '--name', 'Typo', '--role', 'auditor'];
    const typed = [
      ['Password: ', password],
      ['Again: ', `${password}!`],
    ] as const;
    const refused = await spawnAdminOnTerminal(words, environment, typed);
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('the two passwords differ');
    expect(await db.administrator.count({ where: { email: 'typo@example.org' } })).toBe(0);
  });

  it.each([
    ['a short password', 'user create --email new@example.org --name New --role auditor', 'short\n', /12 to 256/, 1],
    ['no password', 'user create --email new@example.org --name New --role auditor', '', /12 to 256/, 1],
    [
      'an address that is taken',
      'user create --email ada@example.org --name New --role auditor',
      `${password}\n`,
      /exists/,
      1,
    ],
    ['an unknown role', 'user create --email new@example.org --name New --role boss', `${password}\n`, /--role/, 2],
    ['no name', 'user create --email new@example.org --role auditor', `${password}\n`, /--name/, 2],
    ['an unknown option', 'user create --email new@example.org --nmae New', '', /--nmae/, 2],
  ])('refuses %s in one sentence', async (_what, words, input, sentence, status) => {
    const refused = await admin(words, input);
    expect(refused).toMatchObject({ status, output: '' });
    expect(refused.errors).toMatch(sentence);
    expect(await db.administrator.count({ where: { email: 'new@example.org' } })).toBe(0);
  });

  it('prints a one-time link that works, and only the link on standard output', async () => {
    const invited = await admin('user create --email link@example.org --role helpdesk --link');
    expect(invited.status).toBe(0);
    const [, token = ''] = /^https:\/\/mail\.example\.org\/mobileadmin\/join\/(mal_\S+)\n$/.exec(invited.output) ?? [];
    await redeemLink(ctx, { token, name: 'Linus', password });
    expect(await verifySignIn(ctx, { email: 'link@example.org', password })).toMatchObject({ role: 'helpdesk' });
  });
});

it('user reset prints a link by which the person chooses a new password', async () => {
  const reset = await admin('user reset --email ada@example.org --json');
  const { url: link } = JSON.parse(reset.output);
  const changed = 'a completely new one';
  await redeemLink(ctx, { token: String(link).split('/').at(-1) ?? '', password: changed });
  expect(await verifySignIn(ctx, { email: 'ada@example.org', password: changed })).toMatchObject({ name: 'Ada' });
  const unknown = await admin('user reset --email nobody@example.org --json');
  expect([unknown.status, JSON.parse(unknown.errors)]).toMatchObject([1, { code: 'person_not_found' }]);
});

it('user list shows people and open links, as a table and as JSON', async () => {
  await admin('user create --email open@example.org --role auditor --link');
  const table = await admin('user list');
  expect(table.output).toMatch(/^E-MAIL +NAME +ROLE +STATE/);
  expect(table.output).toMatch(/ada@example\.org +Ada +administrator +active/);
  expect(table.output).toMatch(/open@example\.org +auditor +invitation until/);
  const { people, invitations } = JSON.parse((await admin('user list --json')).output);
  expect([people.length, invitations.length]).toEqual([3, 1]);
});

describe('token', () => {
  it('create prints the token and nothing else; list shows it without its secret; revoke ends it', async () => {
    const words = ['token', 'create', '--role', 'auditor', '--name', 'nightly', '--days', '30'];
    const created = await spawnAdmin(words, environment);
    expect(created).toMatchObject({ status: 0, errors: '' });
    expect(created.output).toMatch(/^mat_[\w-]{43}\n$/);
    const token = created.output.trim();
    expect(await authenticateToken(db, token, new Date())).toMatchObject({ name: 'nightly', role: 'auditor' });
    const list = await admin('token list');
    expect(list.output).toMatch(/nightly +auditor +good until/);
    expect(list.output).not.toContain(token.slice(4));
    const [id = ''] = /[0-9a-f-]{36}/.exec(list.output) ?? [];
    expect((await admin(`token revoke ${id}`)).status).toBe(0);
    await expect(authenticateToken(db, token, new Date())).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it.each([
    ['create --role auditor', /--name must be given/],
    ['create --role auditor --name x --days 0', /--days/],
    ['create --role auditor --name x --days soon', /--days/],
    ['revoke', /must be given/],
    ['revoke nightly', /must be the id of a token/],
    ['list all', /one word too many/],
    ['make', /There are: token create, token list, token revoke/],
  ])('%s fails before the database is touched', async (words, sentence) => {
    const refused = await runAdmin(`token ${words}`.split(' '), {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    });
    expect(refused).toMatchObject({ status: 2, output: '' });
    expect(refused.errors).toMatch(sentence);
  });
});

it('tells in the history who called sudo', async () => {
  await runAdmin(['token', 'create', '--role', 'auditor', '--name', 'sudo'], { ...environment, SUDO_USER: 'alice' });
  const audit = await db.auditEvent.findFirst({ where: { action: 'token_created', targetName: 'sudo' } });
  expect(audit?.actorName).toBe(`${userInfo().username} (sudo by alice)`);
});

it('explains every command without a database', async () => {
  const overview = await runAdmin(['--help'], {});
  expect(overview.status).toBe(0);
  const names = overview.output.split('\n').flatMap((line) => /^ {2}(\w+ \w+) /.exec(line)?.[1] ?? []);
  expect(names).toContain('user create');
  for (const name of names) {
    const help = await runAdmin([...name.split(' '), '--help'], {});
    expect(help).toMatchObject({ status: 0, errors: '' });
    expect(help.output).toContain(`admin -- ${name}`);
  }
});

it('says in one sentence that the database cannot be reached', async () => {
  const failed = await runAdmin(['user', 'list'], { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' });
  expect(failed).toMatchObject({ status: 1, output: '' });
  expect(failed.errors.trim().split('\n')).toHaveLength(1);
  expect(failed.errors).not.toContain('secret');
});
