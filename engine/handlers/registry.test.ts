import { describe, expect, it } from 'vitest';
import { knownProtocolVersions } from '@/lib/protocol/eas/protocol-version';
import { findHandler } from './registry';

const versionsOf = (command: Parameters<typeof findHandler>[0]) =>
  knownProtocolVersions.filter((version) => findHandler(command, version));

describe('a command', () => {
  it.each([
    ['Sync', knownProtocolVersions],
    ['Provision', knownProtocolVersions],
    ['Settings', ['12.1', '14.0', '14.1', '16.0', '16.1']],
    ['ItemOperations', ['12.1', '14.0', '14.1', '16.0', '16.1']],
    ['Find', ['16.1']],
    ['GetAttachment', ['2.5', '12.1']],
    ['GetHierarchy', ['2.5', '12.1']],
    ['CreateCollection', []],
  ] as const)('%s is served in the versions that have it', (command, versions) => {
    expect(versionsOf(command)).toEqual(versions);
  });
});
