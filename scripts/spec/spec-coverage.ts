import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { renderTestCatalogue } from './render-test-catalogue';

/** Documents that may be cited. A citation of another one is a typing error. */
const documents = [
  'MS-ASAIRS',
  'MS-ASCAL',
  'MS-ASCMD',
  'MS-ASCNTC',
  'MS-ASCON',
  'MS-ASDTYPE',
  'MS-ASEMAIL',
  'MS-ASHTTP',
  'MS-ASNOTE',
  'MS-ASPROV',
  'MS-ASRM',
  'MS-ASTASK',
  'MS-ASWBXML',
  'MS-OXDISCO',
];
const citation = /\[(MS-[A-Z]+)\](?: (\d+(?:\.\d+)*))?/g;

interface Section {
  implemented: Set<string>;
  tested: Set<string>;
}

/** Numbers of a section compared as numbers, so that 2.10 follows 2.9. */
function compareSections(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

/** Every citation in the tracked TypeScript files below `root`: "MS-ASPROV 2.2.2.45" → where it stands. */
function collectCitations(root: string): Map<string, Section> {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  });
  const sections = new Map<string, Section>();
  for (const file of files.split('\n').filter((name) => name !== '' && !name.startsWith('scripts/spec/'))) {
    for (const [text, document, number] of readFileSync(`${root}/${file}`, 'utf8').matchAll(citation)) {
      if (!document || !documents.includes(document))
        throw new Error(`${file} cites ${text}, which is no known document`);
      const key = number ? `${document} ${number}` : document;
      const section = sections.get(key) ?? { implemented: new Set(), tested: new Set() };
      sections.set(key, section);
      (/\.(test|spec)\.tsx?$/.test(file) ? section.tested : section.implemented).add(file);
    }
  }
  return sections;
}

/** The text of `docs/spec-coverage.md`. A section counts as tested where a test beside the file or a citation says so. */
export function renderCoverage(root: string): string {
  const sections = [...collectCitations(root)].toSorted(([left], [right]) => compareSections(left, right));
  const list = (files: Set<string>): string => [...files].toSorted().join(', ') || '–';
  return [
    '# Where the specifications are implemented',
    '',
    'Made by `npm run spec:index` from the citations in the code, and from `scripts/spec/test-catalogue`; a test compares.',
    '',
    '| Section | Implemented in | Cited by tests |',
    '| --- | --- | --- |',
    ...sections.map(([key, { implemented, tested }]) => `| ${key} | ${list(implemented)} | ${list(tested)} |`),
    '',
    ...renderTestCatalogue(root),
  ].join('\n');
}
