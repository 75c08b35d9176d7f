/** What PostgreSQL's own words come down to for the person at the terminal. The log is in English: `lc_messages` is C. */
const causes: [pattern: RegExp, sentence: (folder: string) => string][] = [
  [/No space left on device|Disk quota exceeded/i, (folder) => `The disk that holds ${folder} is full.`],
  [
    /database files are incompatible with server|initialized by PostgreSQL version/i,
    (folder) => `${folder} was made by another version of PostgreSQL.`,
  ],
  [/Read-only file system/i, (folder) => `The file system that holds ${folder} is read-only.`],
  [
    /setpriv: .*not permitted/i,
    (folder) =>
      `Root may not let PostgreSQL pass the folders above ${folder}; choose a DATA_DIR, and a place for Mobileadmin, that every user may enter.`,
  ],
  [/Permission denied|has wrong ownership/i, (folder) => `PostgreSQL may not read or write ${folder}.`],
  [/Cannot allocate memory|out of memory/i, () => 'There is not enough memory to start PostgreSQL.'],
  [
    /error while loading shared libraries: (\S+?):/i,
    () => 'A library that PostgreSQL needs is missing on this system.',
  ],
];

/** One sentence on why PostgreSQL did not start, made from what it wrote. */
export function explainFailure(output: string, folder: string): string {
  const known = causes.find(([pattern]) => pattern.test(output));
  if (known) return known[1](folder);
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|error/i.test(line));
  const words = (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').replace(/^.*?(FATAL|PANIC|error):\s*/i, '');
  return `PostgreSQL does not start: ${words || 'it gave no reason'}.`;
}
