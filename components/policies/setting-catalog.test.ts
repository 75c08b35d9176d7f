import { describe, expect, it } from 'vitest';
import { settingCatalog, type SettingEditor } from '@/components/policies/setting-catalog';
import { PolicySettings } from '@/lib/domain/policies/contract';

type Sample = [value: unknown, isOffered: boolean];

/** Values at the edges of what an editor offers. */
function samples(editor: SettingEditor): Sample[] {
  if (editor.kind === 'switch')
    return [
      [true, true],
      [false, true],
      [null, false],
    ];
  const [min, max] =
    editor.kind === 'choice' ? [Math.min(...editor.values), Math.max(...editor.values)] : [editor.min, editor.max];
  const isOptional = editor.kind === 'number' && editor.isOptional;
  return [
    [min - 1, false],
    [min, true],
    [max, true],
    [max + 1, false],
    [null, isOptional],
  ];
}

describe('the policy editor', () => {
  it('offers every setting of the contract once', () => {
    expect(settingCatalog.map(({ name }) => name).toSorted()).toEqual(Object.keys(PolicySettings.shape).toSorted());
  });

  it.each(settingCatalog)('offers for $name just what the contract accepts', ({ name, editor }) => {
    const accepted = samples(editor).map(([value]) => [value, PolicySettings.safeParse({ [name]: value }).success]);
    expect(accepted).toEqual(samples(editor));
  });
});
