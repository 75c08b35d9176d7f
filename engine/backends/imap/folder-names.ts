// A name may hold what stands between the names of a path on one server and not on the other: a phone may well call a
// folder "St. Gallen" where the server separates by dots. There the name is kept with a character that looks the same.

const lookalikes: Readonly<Record<string, string>> = { '/': '\u2215', '.': '\u2024', '\\': '\u2216' };
const NAME_LIMIT = 255;

/** A name as the server can have it; null for what cannot be one. */
export function toServerName(name: string, delimiter: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > NAME_LIMIT || /\p{Cc}/u.test(trimmed)) return null;
  if (delimiter === '' || !trimmed.includes(delimiter)) return trimmed;
  const lookalike = lookalikes[delimiter];
  return lookalike === undefined ? null : trimmed.replaceAll(delimiter, lookalike);
}

/** A name of the server as its owner wrote it. */
export function fromServerName(name: string, delimiter: string): string {
  const lookalike = lookalikes[delimiter];
  return lookalike === undefined ? name : name.replaceAll(lookalike, delimiter);
}
