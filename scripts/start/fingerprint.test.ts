import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildStamp, fingerprint } from './fingerprint';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mobileadmin-fingerprint-'));
  mkdirSync(join(root, 'lib'));
  writeFileSync(join(root, 'lib/a.ts'), 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const current = () => fingerprint(root, ['lib', 'missing.json']);

describe('the fingerprint of sources', () => {
  it('stays when nothing changes, also if a file is written again', () => {
    const before = current();
    write('lib/a.ts', 'one');
    expect(current()).toBe(before);
  });

  it.each([
    ['content', () => write('lib/a.ts', 'two')],
    ['a new file', () => write('lib/b.ts', '')],
    ['a file that was missing', () => write('missing.json', '{}')],
    ['a new name', () => (rmSync(join(root, 'lib/a.ts')), write('lib/c.ts', 'one'))],
  ])('changes with %s', (_what, change) => {
    const before = current();
    change();
    expect(current()).not.toBe(before);
  });

  it('does not mind tests: they are not built', () => {
    const before = current();
    write('lib/a.test.ts', 'x');
    expect(current()).toBe(before);
  });

  it('is remembered until the next build', () => {
    const stamp = buildStamp(root, 'console');
    expect(stamp.isCurrent('1')).toBe(false);
    stamp.write('1');
    expect([buildStamp(root, 'console').isCurrent('1'), stamp.isCurrent('2')]).toEqual([true, false]);
  });
});
