/** Longest header that is looked at. */
const HEADER_LIMIT = 256 * 1024;

/** Header and beginning of the body of a message or part. */
export function splitEntity(raw: Buffer, { start, end }: { start: number; end: number }) {
  const reach = raw.subarray(start, Math.min(end, start + HEADER_LIMIT)).toString('latin1');
  const gap = /(?:^|\r?\n)\r?\n/.exec(reach);
  const headerLength = gap ? gap.index : reach.length;
  const header = raw.subarray(start, start + headerLength);
  return {
    header: unfold(header),
    bodyStart: gap ? start + gap.index + gap[0].length : Math.min(end, start + reach.length),
  };
}

/** The first field of this name, unfolded. */
export function fieldOf(header: string, name: string): string | undefined {
  const line = header
    .split(/\r?\n/)
    .find((candidate) => candidate.slice(0, name.length + 1).toLowerCase() === `${name}:`);
  return line?.slice(name.length + 1).trim();
}

function unfold(header: Buffer): string {
  return header.toString('utf8').replaceAll(/\r?\n(?=[ \t])/g, '');
}
