import { describe, expect, it } from 'vitest';
import {
  platforms,
  settingCatalog,
  settingDefaults,
  sinceVersion,
  type SettingEditor,
} from '@/components/policies/setting-catalog';
import { PolicyRules, PolicySettings } from '@/lib/domain/policies/contract';
import german from '@/lib/i18n/messages/de/policies.json' with { type: 'json' };
import english from '@/lib/i18n/messages/en/policies.json' with { type: 'json' };

type Sample = [value: unknown, isOffered: boolean];

/** Values at the edges of what an editor offers. */
function samples(editor: SettingEditor): Sample[] {
  if (editor.kind === 'switch')
    return [
      [true, true],
      [false, true],
      [null, false],
    ];
  if (editor.kind === 'list')
    return [
      [[], true],
      [null, false],
      ['text', false],
    ];
  if (editor.kind === 'choice') {
    const around = Array.from({ length: 12 }, (_, index) => index - 2);
    return [...around.map((value): Sample => [value, editor.values.includes(value)]), [null, false]];
  }
  const { min, max, isOptional } = editor;
  return [
    [min - 1, false],
    [min, true],
    [max, true],
    [max + 1, false],
    [null, isOptional],
  ];
}

const Everything = PolicySettings.extend(PolicyRules.shape);

/** What the texts of a setting must hold for its editor. */
function textsOf(editor: SettingEditor): string[] {
  if (editor.kind === 'choice') return ['label', 'hint', ...editor.values.map((value) => `choices.${value}`)];
  if (editor.kind === 'list') return ['label', 'hint', 'problem', 'lineProblem', 'none'];
  if (editor.kind === 'switch') return ['label', 'hint'];
  return ['label', 'hint', 'problem', ...(editor.isOptional ? ['none'] : [])];
}

const keysOf = (texts: object, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );

describe('the policy editor', () => {
  it('offers every setting of the contract once', () => {
    expect(settingCatalog.map(({ name }) => name).toSorted()).toEqual(Object.keys(Everything.shape).toSorted());
  });

  it.each(settingCatalog)('offers for $name just what the contract accepts', ({ name, editor }) => {
    const accepted = samples(editor).map(([value]) => [value, Everything.safeParse({ [name]: value }).success]);
    expect(accepted).toEqual(samples(editor));
  });

  it.each(settingCatalog)('explains $name in both languages, with a text for each value', ({ name, editor }) => {
    for (const texts of [english, german]) {
      expect(keysOf(texts.fields[name]).toSorted()).toEqual(textsOf(editor).toSorted());
    }
  });

  it('never says that phones obey what they are not told', () => {
    const untold = settingCatalog.filter(({ name }) => sinceVersion(name) === null);
    expect(untold.map(({ name }) => name).toSorted()).toEqual(Object.keys(PolicyRules.shape).toSorted());
    expect(untold.flatMap(({ obeyedBy }) => obeyedBy)).toEqual([]);
    expect(settingCatalog.every(({ obeyedBy }) => obeyedBy.every((each) => platforms.includes(each)))).toBe(true);
  });

  it('demands nothing by default', () => {
    expect(settingDefaults).toMatchObject({
      DevicePasswordEnabled: false,
      AllowCamera: true,
      allowNonProvisionable: true,
    });
  });
});
