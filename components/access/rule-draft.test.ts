import { describe, expect, it } from 'vitest';
import { conditionTexts, fromRuleDraft, toRuleDraft } from '@/components/access/rule-draft';
import type { AccessRuleInput } from '@/lib/domain/access/contract';

const rule: AccessRuleInput = {
  name: 'Old iOS',
  level: 'quarantined',
  isEnabled: true,
  conditions: { os: ['iOS*', 'iPadOS*'], osVersion: { below: '17' }, network: ['10.0.0.0/8'] },
};

describe('a rule that is typed', () => {
  it('comes back as it was', () => expect(fromRuleDraft(toRuleDraft(rule))).toEqual(rule));

  it('needs a name and a condition', () => {
    expect(fromRuleDraft(toRuleDraft())).toEqual(new Set(['name', 'noCondition']));
  });

  it('is told which field is wrong', () => {
    const draft = toRuleDraft(rule);
    const wrong = {
      ...draft,
      lists: { ...draft.lists, network: 'here' },
      ranges: { ...draft.ranges, osVersion: { from: 'new', below: '' } },
    };
    expect(fromRuleDraft(wrong)).toEqual(new Set(['network', 'osVersion']));
  });

  it('is summed up condition by condition', () => {
    expect(conditionTexts(rule.conditions)).toEqual([
      { name: 'os', text: 'iOS*, iPadOS*' },
      { name: 'network', text: '10.0.0.0/8' },
      { name: 'osVersion', text: '< 17' },
    ]);
  });
});
