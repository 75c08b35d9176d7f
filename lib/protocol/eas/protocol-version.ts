/**
 * The protocol versions that are always served, oldest first.
 *
 * @see [MS-ASHTTP] 2.2.1.1.2.6 MS-ASProtocolVersion
 */
export const protocolVersions = ['12.1', '14.0', '14.1', '16.0', '16.1'] as const;

/** Of Windows Mobile 5 and 6: served only where an administrator wants that. */
export const LEGACY_VERSION = '2.5';

/** Every version that can be served, oldest first. */
export const knownProtocolVersions = [LEGACY_VERSION, ...protocolVersions] as const;

export type ProtocolVersion = (typeof knownProtocolVersions)[number];

/** The version among these that this text names, or undefined. */
export function findProtocolVersion(
  text: string,
  among: readonly ProtocolVersion[] = knownProtocolVersions,
): ProtocolVersion | undefined {
  const trimmed = text.trim();
  return among.find((version) => version === trimmed);
}

/** Negative, zero or positive, as for `sort`. */
export const compareProtocolVersions = (a: ProtocolVersion, b: ProtocolVersion): number =>
  knownProtocolVersions.indexOf(a) - knownProtocolVersions.indexOf(b);

/** Whether something introduced with `minimum` is part of `version`. */
export const isAtLeast = (version: ProtocolVersion, minimum: ProtocolVersion): boolean =>
  compareProtocolVersions(version, minimum) >= 0;

/** The newest version that both sides know: what a client takes from the answer to OPTIONS. */
export const findNewestCommonVersion = (
  mine: readonly ProtocolVersion[],
  theirs: readonly string[],
): ProtocolVersion | undefined =>
  knownProtocolVersions.findLast((each) => mine.includes(each) && theirs.includes(each));
