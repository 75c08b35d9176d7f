import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const LDA = '/usr/lib/dovecot/dovecot-lda';
const DOVEADM = '/usr/bin/doveadm';
/** Dovecot gives root no mailbox. */
const NOBODY = 65_534;

export type Delivery = {
  readonly user: string;
  /** With user and password, as in a URL. */
  readonly hookUrl: string;
  readonly message: string;
};

/**
 * Delivers a mail by the delivery agent of this machine's Dovecot, which announces it as it is set up to; it needs no
 * server for that.
 *
 * @throws with Dovecot's log if it has not
 */
export async function deliverByDovecot({ user, hookUrl, message }: Delivery): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-lda-'));
  try {
    const owner = prepare(folder);
    const file = join(folder, 'dovecot.conf');
    writeFileSync(file, configuration(folder, hookUrl));
    const run = (words: readonly string[], input: string) =>
      runAs(owner, { words, input, environment: { HOME: join(folder, 'home'), USER: user } });
    const key = '/private/vendor/vendor.dovecot/http-notify';
    await run([DOVEADM, '-c', file, 'mailbox', 'metadata', 'set', '-s', '', key, `user=${user}`], '');
    await run([LDA, '-c', file], message);
    const log = readFileSync(join(folder, 'log'), 'utf8');
    if (!log.includes('Notification sent successfully')) throw new Error(log);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(folder: string): number | undefined {
  const owner = userInfo().uid === 0 ? NOBODY : undefined;
  chmodSync(folder, 0o755);
  for (const name of ['home', 'run', 'state']) {
    const path = join(folder, name);
    mkdirSync(path);
    if (owner !== undefined) chownSync(path, owner, owner);
  }
  writeFileSync(join(folder, 'log'), '');
  if (owner !== undefined) chownSync(join(folder, 'log'), owner, owner);
  return owner;
}

function configuration(folder: string, hookUrl: string): string {
  return `
protocols =
ssl = no
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
debug_log_path = ${folder}/log
mail_debug = yes
first_valid_uid = 1
mail_location = maildir:${folder}/home/mail
mail_attribute_dict = file:${folder}/home/attributes
mail_plugins = notify push_notification
namespace inbox {
  inbox = yes
}
plugin {
  push_notification_driver = ox:url=${hookUrl} user_from_metadata
}
`;
}

type Run = { words: readonly string[]; input: string; environment: Record<string, string> };

async function runAs(owner: number | undefined, { words, input, environment }: Run): Promise<void> {
  const [command = '', ...rest] = words;
  const child = spawn(command, rest, {
    cwd: '/',
    env: { NODE_ENV: 'test', ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
    ...(owner !== undefined && { uid: owner, gid: owner }),
  });
  child.stdin?.end(input);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}`);
}
