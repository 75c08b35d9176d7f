import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from '../testing/find-chromium';
import { StartError } from '../start/start-error';
import type { Progress } from '../start/progress.mjs';

/** Whether that file is where the system keeps it, or where those do who build it themselves. */
const hasOneOf = (path: string) => existsSync(`/usr/${path}`) || existsSync(`/usr/local/${path}`);

/** A program that the tests run, and the package of Debian and Ubuntu that has it. */
const programs = [
  { package: 'chromium', isThere: () => findChromium() !== undefined || existsSync(chromium.executablePath()) },
  { package: 'libwbxml2-utils', isThere: () => hasOneOf('bin/wbxml2xml') },
  { package: 'dovecot-imapd', isThere: () => hasOneOf('sbin/dovecot') && hasOneOf('lib/dovecot/imap') },
  { package: 'dovecot-sieve', isThere: () => hasOneOf('lib/dovecot/modules/lib90_sieve_plugin.so') },
  { package: 'dovecot-managesieved', isThere: () => hasOneOf('lib/dovecot/managesieve') },
  { package: 'dovecot-lmtpd', isThere: () => hasOneOf('lib/dovecot/lmtp') },
  // The smallest Python there is has no `email`.
  { package: 'python3', isThere: () => spawnSync('python3', ['-c', 'import email.generator']).status === 0 },
  { package: 'openssl', isThere: () => hasOneOf('bin/openssl') },
  { package: 'procps', isThere: () => existsSync('/bin/ps') || hasOneOf('bin/ps') },
];

const missing = () => programs.filter(({ isThere }) => !isThere()).map((program) => program.package);
const INSTALL = ['apt-get', 'install', '--yes', '--no-install-recommends'];

/**
 * Installs what the tests need of the system, as far as it is not there.
 *
 * @throws StartError with the one command to run, where we may not or cannot
 */
export async function installSystemPackages(progress: Progress): Promise<void> {
  const packages = missing();
  if (packages.length === 0) return;
  const command = [...INSTALL, ...packages];
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/usr/bin/apt-get')) throw new StartError(`The tests need ${packages.join(' and ')}; install them.`);
  if (!isRoot) throw new StartError(`The tests need more programs; install them with:\n  sudo ${command.join(' ')}`);
  await progress.step(`Installing ${packages.join(' and ')}`, () => {
    run(['apt-get', 'update', '--quiet']);
    run(command);
  });
  const stillMissing = missing();
  if (stillMissing.length > 0) {
    throw new StartError(`The tests need ${stillMissing.join(' and ')}, which apt did not install.`);
  }
}

function run(words: string[]): void {
  // `env` sets it for apt alone: our own environment is passed on as it is.
  const { status, stderr } = spawnSync('env', ['DEBIAN_FRONTEND=noninteractive', ...words], { encoding: 'utf8' });
  if (status !== 0) throw new StartError(`${words.join(' ')} failed:\n${stderr.trim()}`);
}
