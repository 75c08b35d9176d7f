import { describe, expect, it } from 'vitest';
import { protocolVersions } from '@/lib/protocol/eas/protocol-version';
import { findHandler } from './registry';

const versionsOf = (command: Parameters<typeof findHandler>[0]) =>
  protocolVersions.filter((version) => findHandler(command, version));

describe('a command', () => {
  it.each([
    ['Sync', protocolVersions],
    ['Find', ['16.1']],
    ['GetAttachment', ['12.1']],
    ['GetHierarchy', ['12.1']],
    ['CreateCollection', []],
  ] as const)('%s is served in the versions that have it', (command, versions) => {
    expect(versionsOf(command)).toEqual(versions);
  });
});
