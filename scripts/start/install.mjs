// Plain JavaScript without packages: it installs them.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells whether `node_modules` lacks a package of the lock file or has another version of it.
 *
 * @param {string} root
 */
export function needsInstall(root) {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return true;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).some(([path, { version, optional, link, peer }]) => {
    if (path === '' || optional || link || peer) return false;
    return installed[path]?.version !== version || !existsSync(join(root, path, 'package.json'));
  });
}

/**
 * Installs what the lock file says and leaves that file alone. Not `npm ci`: it refuses a lock file without the optional
 * packages of other platforms, which not every registry mirror holds. No package's install script is run: none of ours needs one, and some would
 * try to download programs.
 *
 * @param {string} root
 * @returns {Promise<void>} rejects with npm's own words
 */
export function install(root) {
  const words = [
    'install',
    '--no-save',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // Under `npm start` this is the npm that runs us, wherever it lives; otherwise the one on the PATH.
  const npm = process.env.npm_execpath;
  const child = npm
    ? spawn(process.execPath, [npm, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(explain(output)));
    });
  });
}

/** @param {string} output */
function explain(output) {
  if (/ENOSPC/.test(output)) return 'The packages cannot be installed: the disk is full.';
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output)) {
    return 'The packages cannot be installed: the npm registry cannot be reached.';
  }
  return `The packages cannot be installed; npm says:\n${output.trim()}`;
}
