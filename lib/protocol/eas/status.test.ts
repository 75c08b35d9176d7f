import { describe, expect, it } from 'vitest';
import {
  compareProtocolVersions,
  findNewestCommonVersion,
  findProtocolVersion,
  isAtLeast,
  knownProtocolVersions,
  protocolVersions,
} from '@/lib/protocol/eas/protocol-version';
import { commonStatus, refusal } from '@/lib/protocol/eas/status';

describe('a refusal', () => {
  it.each(['14.0', '14.1', '16.0', '16.1'] as const)('goes into the document at %s', (version) => {
    expect(Object.values(commonStatus).map((status) => refusal(status, version))).toEqual(
      Object.values(commonStatus).map((status) => ({ http: 200, status })),
    );
  });

  it.each([
    [101, 400],
    [103, 400],
    [108, 400],
    [110, 500],
    [111, 503],
    [113, 507],
    [126, 403],
    [129, 403],
    [132, 403],
    [137, 501],
    [138, 400],
    [139, 403],
    [140, 449],
    [141, 449],
    [142, 449],
    [143, 449],
    [144, 449],
    [177, 403],
    [199, 500],
  ])('with status %i is HTTP %i at 12.1', (status, http) => expect(refusal(status, '12.1')).toEqual({ http }));

  it('that belongs to one command stays in its document at every version', () => {
    expect(refusal(9, '12.1')).toEqual({ http: 200, status: 9 });
  });

  it('for a pending wipe is 403 to an old device that sends no policy key and so cannot provision', () => {
    expect(refusal(140, '12.1', { hasPolicyKey: false })).toEqual({ http: 403 });
    expect(refusal(140, '12.1', { hasPolicyKey: true })).toEqual({ http: 449 });
    expect(refusal(140, '14.0', { hasPolicyKey: false })).toEqual({ http: 200, status: 140 });
  });

  it('depends on the command where the specification says so', () => {
    expect(refusal(132, '12.1', { command: 'Provision' })).toEqual({ http: 500 });
    expect(refusal(106, '12.1', { command: 'SendMail' })).toEqual({ http: 500 });
  });

  it('of a whole Sync is an HTTP status in 2.5, whose answer has no place for it', () => {
    expect(refusal(4, '2.5', { command: 'Sync' })).toEqual({ http: 400 });
    expect(refusal(4, '12.1', { command: 'Sync' })).toEqual({ http: 200, status: 4 });
    expect(refusal(9, '2.5', { command: 'FolderSync' })).toEqual({ http: 200, status: 9 });
    expect(refusal(142, '2.5', { command: 'Sync' })).toEqual({ http: 449 });
  });
});

describe('protocol versions', () => {
  it('are in order', () => {
    expect(knownProtocolVersions.toSorted(compareProtocolVersions)).toEqual(knownProtocolVersions);
  });

  it('are found by their text', () => {
    const texts = [' 14.1 ', '2.5', '12.0', ''];
    expect(texts.map((text) => findProtocolVersion(text))).toEqual(['14.1', '2.5', undefined, undefined]);
    expect(texts.map((text) => findProtocolVersion(text, protocolVersions))).toEqual(['14.1', ...Array(3)]);
  });

  it('say what they include', () => {
    expect([isAtLeast('16.0', '14.1'), isAtLeast('14.1', '14.1'), isAtLeast('12.1', '14.0')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are negotiated to the newest that both sides know', () => {
    expect(findNewestCommonVersion(['12.1', '14.0', '14.1'], ['2.5', '12.1', '14.0', '16.1'])).toBe('14.0');
    expect(findNewestCommonVersion(['12.1'], ['16.1'])).toBeUndefined();
  });
});
