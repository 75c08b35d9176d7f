/**
 * The protocol versions that are served, oldest first.
 *
 * @see [MS-ASHTTP] 2.2.1.1.2.6 MS-ASProtocolVersion
 */
export const protocolVersions = ['12.1', '14.0', '14.1', '16.0', '16.1'] as const;

export type ProtocolVersion = (typeof protocolVersions)[number];

/** The served version that this text names, or undefined. */
export function findProtocolVersion(text: string): ProtocolVersion | undefined {
  const trimmed = text.trim();
  return protocolVersions.find((version) => version === trimmed);
}

/** Negative, zero or positive, as for `sort`. */
export const compareProtocolVersions = (a: ProtocolVersion, b: ProtocolVersion): number =>
  protocolVersions.indexOf(a) - protocolVersions.indexOf(b);

/** Whether something introduced with `minimum` is part of `version`. */
export const isAtLeast = (version: ProtocolVersion, minimum: ProtocolVersion): boolean =>
  compareProtocolVersions(version, minimum) >= 0;

/** The newest version that both sides know: what a client takes from the answer to OPTIONS. */
export const findNewestCommonVersion = (
  mine: readonly ProtocolVersion[],
  theirs: readonly string[],
): ProtocolVersion | undefined => protocolVersions.findLast((each) => mine.includes(each) && theirs.includes(each));
