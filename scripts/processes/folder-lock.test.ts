import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFile, lockHolder } from './folder-lock';
import { processIdentity } from './inspect-process';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobileadmin-lock-'));
  path = join(folder, 'start.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a lock', () => {
  it('has one holder, who is named to everybody else', () => {
    const lock = lockFile(path);
    expect(lockFile(path)).toEqual({ heldBy: process.pid });
    expect(lockHolder(path)).toBe(process.pid);
    if ('release' in lock) lock.release();
    expect(lockHolder(path)).toBeNull();
    expect(lockFile(path)).toHaveProperty('release');
  });

  it.each([
    ['a process that is gone', '4194304 123'],
    ['an earlier process with an id that is in use again', `${process.pid} 1`],
    ['nonsense', 'x'],
  ])('of %s is taken over', (_what, content) => {
    writeFileSync(path, content);
    expect(lockHolder(path)).toBeNull();
    expect(lockFile(path)).toHaveProperty('release');
    expect(lockHolder(path)).toBe(process.pid);
  });

  it('leaves nothing else in the folder', () => {
    writeFileSync(path, '4194304 123');
    lockFile(path);
    expect(readdirSync(folder)).toEqual(['start.lock']);
  });

  it('is not released by somebody who does not hold it any more', () => {
    const lock = lockFile(path);
    const other = processIdentity(1) ?? '1 1';
    writeFileSync(path, other);
    if ('release' in lock) lock.release();
    expect(lockHolder(path)).toBe(1);
  });
});
