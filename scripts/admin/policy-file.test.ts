import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PolicyInput, PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import { PolicySet } from '@/lib/domain/policy-sets/contract';
import { parsePolicyFile, POLICY_FILE_LIMIT_BYTES } from './parse-policy-file';
import { PolicyFileError } from './policy-file-error';
import { printPolicyFile } from './print-policy-file';

// Reading is quick, but not where much else runs.
vi.setConfig({ testTimeout: 60_000 });

const parse = (text: string) => parsePolicyFile(Buffer.from(text), 'policies.yaml');

const complaints = (text: string | Uint8Array): string[] => {
  try {
    parsePolicyFile(Buffer.from(text), 'policies.yaml');
    return [];
  } catch (error) {
    if (error instanceof PolicyFileError) return error.message.split('\n').slice(0, -1);
    throw error;
  }
};

/** Whatever the API takes. */
const arbitrarySettings = fc
  .record(
    {
      DevicePasswordEnabled: fc.boolean(),
      MinDevicePasswordLength: fc.option(fc.integer({ min: 1, max: 16 })),
      AllowBluetooth: fc.constantFrom(0, 1, 2),
      MaxAttachmentSize: fc.option(fc.integer({ min: 0, max: 0x7fff_ffff })),
      UnapprovedInROMApplicationList: fc.array(arbitraryText(1, 255).map(withoutControls).filter(Boolean), {
        maxLength: 5,
      }),
      ApprovedApplicationList: fc.array(fc.stringMatching(/^[\da-f]{40}$/), { maxLength: 5 }),
    },
    { requiredKeys: [] },
  )
  .map((settings) => PolicySettings.parse(settings));

const arbitraryEntry = fc
  .record(
    {
      name: arbitraryText(1, 120),
      description: arbitraryText(0, 1000),
      settings: arbitrarySettings,
      allowNonProvisionable: fc.boolean(),
      refreshIntervalHours: fc.option(fc.integer({ min: 1, max: 8760 })),
      groups: fc.array(arbitraryText(1, 120), { maxLength: 4 }),
      mailboxes: fc.array(arbitraryText(1, 120), { maxLength: 4 }),
    },
    { requiredKeys: ['name', 'settings'] },
  )
  .filter(({ name }) => name.trim() !== '');

const arbitrarySet = fc
  .record({
    default: fc.option(arbitraryText(1, 120), { nil: undefined }),
    policies: fc.array(arbitraryEntry, { maxLength: 4 }),
  })
  .map((set) => PolicySet.safeParse({ mobileadmin: 'policies/1', ...set }))
  .filter(({ success }) => success)
  .map(({ data }) => PolicySet.parse(data));

/** Texts that are odd in YAML, and any others; PostgreSQL stores neither NUL nor lone surrogates. */
function arbitraryText(minLength: number, maxLength: number) {
  const odd = [
    'null',
    '~',
    'yes',
    '0x1F',
    '1e5',
    '- a',
    'a: b',
    '# c',
    '*x',
    '&y',
    '!z',
    '"',
    "'",
    '|',
    'a\nb',
    ' a\n\n  b\n',
    '\t',
    '\r\n',
    '\u2028',
    '\u0085',
    '\ufeffa',
    '%YAML',
    '---',
    '...',
    'ä',
    '😀',
    '<<',
    '=',
    '2026-01-01',
    '1_000',
    'a #b',
    '\u001b[2J',
    '{{x}}',
  ];
  return fc
    .oneof(
      fc.constantFrom(...odd),
      fc.string({ unit: 'binary', minLength, maxLength }),
      fc.string({ minLength, maxLength }),
    )
    .map((text) => text.replaceAll('\0', ''))
    .filter((text) => text.trim().length >= minLength);
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, '').trim();
}

describe('a policy file', () => {
  it('says the same after it was written and read, whatever stands in it, with all settings or some', () => {
    fc.assert(
      fc.property(arbitrarySet, fc.boolean(), (set, all) => {
        const text = printPolicyFile(set, all);
        expect(parse(text).set).toEqual(set);
        expect(printPolicyFile(parse(text).set, all)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('is written so that people read it, without what has its initial value', () => {
    const { success, data } = PolicySet.safeParse({
      mobileadmin: 'policies/1',
      default: 'Standard',
      policies: [
        {
          name: 'Standard',
          settings: { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 },
          groups: [],
          mailboxes: [],
        },
        {
          name: '2026',
          description: 'First line\nsecond line',
          settings: { UnapprovedInROMApplicationList: ['b.exe', 'a.exe'] },
          refreshIntervalHours: 24,
          groups: ['Sales'],
          mailboxes: ['Ada@Example.org'],
        },
      ],
    });
    expect(success && printPolicyFile(data, false))
      .toBe(`# Policies of Mobileadmin: npm run --silent admin -- policy plan FILE
# Settings that are not here have their initial value; docs/policies.md lists all.

mobileadmin: policies/1
default: Standard
policies:
  - name: Standard
    allowNonProvisionable: true
    treatPartialAsCompliant: false
    treatExternalAsCompliant: false
    refreshIntervalHours: null
    settings:
      DevicePasswordEnabled: true
      MinDevicePasswordLength: 6
    groups: []
    mailboxes: []

  - name: "2026"
    description: |-
      First line
      second line
    allowNonProvisionable: true
    treatPartialAsCompliant: false
    treatExternalAsCompliant: false
    refreshIntervalHours: 24
    settings:
      UnapprovedInROMApplicationList:
        - a.exe
        - b.exe
    groups:
      - Sales
    mailboxes:
      - ada@example.org
`);
  });

  it('holds five hundred policies with every setting within its limit', () => {
    const policy = (index: number) => PolicyInput.parse({ name: `Policy ${index}`, settings: {} });
    const policies = Array.from({ length: 500 }, (_, index) => policy(index));
    const text = printPolicyFile({ mobileadmin: 'policies/1', policies }, true);
    expect(Buffer.byteLength(text)).toBeLessThan(POLICY_FILE_LIMIT_BYTES);
    expect(text.split('\n').filter((line) => /^ {6}[A-Z]/.test(line))).toHaveLength(
      500 * PolicySettingName.options.length,
    );
  });

  it('takes what is left out for the initial value, and leaves lists that are left out open', () => {
    const { set } = parse('mobileadmin: policies/1\npolicies:\n  - name: Bare\n');
    expect(set).toEqual({ mobileadmin: 'policies/1', policies: [PolicyInput.parse({ name: 'Bare', settings: {} })] });
  });

  it.each([
    [
      'an unknown setting',
      '    settings: {MinPasswordLength: 4}',
      /^policies\.yaml:4:16: policies\[0\]\.settings\.MinPasswordLength: Nothing is known by this name here\.$/,
    ],
    [
      'a value out of range',
      '    settings:\n      MinDevicePasswordLength: 99',
      /^policies\.yaml:5:7: policies\[0\]\.settings\.MinDevicePasswordLength: .*16\.$/,
    ],
    [
      'a text for a switch',
      '    settings: {AllowCamera: on}',
      /^policies\.yaml:4:16: policies\[0\]\.settings\.AllowCamera: .*boolean.*\.$/,
    ],
    [
      'a number for a hash',
      `    settings: {ApprovedApplicationList: [${'1'.repeat(40)}]}`,
      /^policies\.yaml:4:42: policies\[0\]\.settings\.ApprovedApplicationList\[0\]: .*string.*\.$/,
    ],
    [
      'a mailbox with two policies',
      '    mailboxes: [a@x.org]\n  - name: Other\n    mailboxes: [A@X.ORG]',
      /^policies\.yaml:6:17: policies\[1\]\.mailboxes\[0\]: "a@x\.org" has the policy "Standard" already; it can have one\.$/,
    ],
    [
      'a name twice',
      '  - name: Standard',
      /^policies\.yaml:4:5: policies\[1\]\.name: Another policy above has this name\.$/,
    ],
    ['a policy without a name', '  - description: x', /^policies\.yaml:4:5: policies\[1\]\.name: Must be given\.$/],
    ['a wipe', '    wipe: true', /^policies\.yaml:4:5: policies\[0\]\.wipe: Nothing is known by this name here\.$/],
  ])('with %s is refused, with line, column and path', (_what, lines, complaint) => {
    expect(complaints(`mobileadmin: policies/1\npolicies:\n  - name: Standard\n${lines}\n`)).toEqual([
      expect.stringMatching(complaint),
    ]);
  });

  it.each([
    ['', /Nothing is there|Invalid input/],
    ['mobileadmin: policies/2\npolicies: []', /^policies\.yaml:1:1: mobileadmin: .*policies\/1/],
    ['policies: []', /^policies\.yaml:1:1: mobileadmin: Must be given\.$/],
    ['- 1', /Invalid input: expected object/],
    ['mobileadmin: policies/1\npolicies: []\ndefault: [', /^policies\.yaml:3:/],
  ])('%j is refused', (text, complaint) => {
    expect(complaints(text)).toEqual([expect.stringMatching(complaint)]);
  });

  it('in the documentation is one, and so are the complaints there', () => {
    const page = readFileSync(new URL('../../docs/policy-files.md', import.meta.url), 'utf8');
    const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? '';
    expect(parse(example).set.policies.map(({ name }) => name)).toEqual(['Board', 'Standard']);
    const broken = example.replace('PasswordLength: 8', 'PasswordLenght: 8').replace('Lock: 300', 'Lock: 9000');
    expect(complaints(broken)).toHaveLength(2);
    for (const line of complaints(broken)) expect(page).toContain(line);
  });

  it('is refused if it is not UTF-8', () => {
    expect(complaints(Buffer.from([0x61, 0xff]))).toEqual(['policies.yaml: The text is not UTF-8.']);
  });

  it('has at most twenty complaints spelled out, in the order of the lines', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `  - name: P${index}\n    x: 1`).join('\n');
    const told = complaints(`mobileadmin: policies/1\npolicies:\n${lines}\n`);
    expect(told).toHaveLength(21);
    expect(told.slice(0, 2)).toEqual([expect.stringMatching(/:4:5: /), expect.stringMatching(/:6:5: /)]);
    expect(told.at(-1)).toBe('… and 10 more.');
  });
});
