import { basename } from 'node:path';
import { type CatalogueCase, readSuite, reasons, type Reference, suites } from './test-catalogue';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

const testOf = ({ file, name, row }: Reference): string =>
  `[${basename(file)}](../${file}) “${name}${row === undefined ? '' : ` › ${row}`}”`;

function coverageOf({ tests = [], because, note }: CatalogueCase): string {
  const why = because ? `– ${reasons[because]}` : tests.map(testOf).join('<br>');
  return note ? `${why} (${note})` : why;
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

/** The lines about Microsoft's test suites: totals of each, then every case. */
export function renderTestCatalogue(root: string): string[] {
  const all = suites.map((suite) => ({ suite, cases: readSuite(root, suite) }));
  const count = (cases: readonly CatalogueCase[]) => cases.filter(({ tests }) => tests).length;
  const total = all.flatMap(({ cases }) => cases);
  const totals = [...all, { suite: 'All', cases: total }].map(({ suite, cases }) => {
    const covered = count(cases);
    return `| ${suite} | ${cases.length} | ${covered} | ${cases.length - covered} | ${percent(covered, cases.length)} |`;
  });
  return [
    '# Cases of Microsoft’s test suites',
    '',
    'The cases of [Interop-TestSuites](https://github.com/OfficeDev/Interop-TestSuites) for Exchange ActiveSync, in our words,',
    'with the tests that keep each of them or the reason why none does. A test checks that these tests exist.',
    'Requirements are numbered as in those suites.',
    '',
    '| Suite | Cases | Covered | Not covered | |',
    '| --- | --- | --- | --- | --- |',
    ...totals,
    ...all.flatMap(({ suite, cases }) => [
      '',
      `## ${suite}`,
      '',
      '| Case | Checks | Requirements | Covered by |',
      '| --- | --- | --- | --- |',
      ...cases.map(
        (each) => `| ${each.id} | ${cell(each.checks)} | ${each.requirements} | ${cell(coverageOf(each))} |`,
      ),
    ]),
    '',
  ];
}
