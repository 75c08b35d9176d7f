import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideGroup, type PatternGroup } from '@/lib/domain/mailboxes/decide-group';
import { GroupPatterns, MailboxPattern } from '@/lib/domain/mailboxes/contract';
import { groupCases } from '@/scripts/testing/domain/group-cases';

/** The same, written the slow way: every beginning of the pattern against every beginning of the name. */
function matches(name: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return name.length === 0;
  if (first === '*')
    return Array.from({ length: name.length + 1 }).some((_, taken) => matches(name.slice(taken), rest));
  return name.length > 0 && (first === '?' || first === name[0]) && matches(name.slice(1), rest);
}

function slowly(name: string, groups: readonly PatternGroup[]): string | null {
  let best: PatternGroup | null = null;
  for (const group of groups) {
    if (!group.patterns.some((pattern) => matches(Array.from(name), Array.from(pattern)))) continue;
    if (best && (best.position < group.position || (best.position === group.position && best.id < group.id))) continue;
    best = group;
  }
  return best?.id ?? null;
}

describe('the group of a mailbox', () => {
  it('is the first by position of which a pattern matches, for any patterns and names', () => {
    fc.assert(
      fc.property(groupCases, ({ name, groups }) => {
        const decision = decideGroup({ name, choice: 'automatic', chosenGroupId: null }, groups);
        expect(decision.groupId).toBe(slowly(name, groups));
        const pattern = decision.why === 'pattern' ? decision.pattern : name.replaceAll('*', '?');
        expect(matches(Array.from(name), Array.from(pattern))).toBe(true);
      }),
    );
  });

  it('is what a person chose, also no group, whatever matches', () => {
    const groups = [{ id: 'a', position: 1, patterns: ['*'] }];
    const of = (chosenGroupId: string | null) =>
      decideGroup({ name: 'ada@example.com', choice: 'by_hand', chosenGroupId }, groups);
    expect([of('b'), of(null)]).toEqual([
      { why: 'by_hand', groupId: 'b' },
      { why: 'by_hand', groupId: null },
    ]);
  });

  it('names the pattern that decided', () => {
    const groups = [
      { id: 'second', position: 2, patterns: ['*'] },
      { id: 'first', position: 1, patterns: ['x*', 'ceo?@*'] },
    ];
    const of = (name: string) => decideGroup({ name, choice: 'automatic', chosenGroupId: null }, groups);
    expect(of('ceo1@example.com')).toEqual({ why: 'pattern', groupId: 'first', pattern: 'ceo?@*' });
    expect(of('ceo@example.com')).toEqual({ why: 'pattern', groupId: 'second', pattern: '*' });
    expect(decideGroup({ name: 'a', choice: 'automatic', chosenGroupId: null }, [])).toEqual({
      why: 'no_match',
      groupId: null,
    });
  });
});

describe('a pattern', () => {
  it('may be a domain, and is kept in lower case without stars that say nothing', () => {
    const cases = {
      'Sales.Example.com': '*@sales.example.com',
      '@sales.example.com': '*@sales.example.com',
      ' *@Sales.example.com ': '*@sales.example.com',
      'ceo**@example.com': 'ceo*@example.com',
      'müller.de': '*@müller.de',
      '*.example.com': '*.example.com',
      ada: 'ada',
      '100%_\\@x': '100%_\\@x',
    };
    for (const [given, kept] of Object.entries(cases)) expect(MailboxPattern.parse(given)).toBe(kept);
  });

  it('is refused if it is empty, too long, or has characters that no mailbox name has', () => {
    const bad = ['', ' ', 'two words', 'a,b', 'a;b', 'a\nb', 'a\u0000b', 'x'.repeat(255), `${'x'.repeat(253)}.d`];
    expect(bad.filter((pattern) => MailboxPattern.safeParse(pattern).success)).toEqual([]);
    expect(MailboxPattern.safeParse('x'.repeat(254)).success).toBe(true);
  });

  it('is one of at most fifty, and is not there twice', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
    expect(GroupPatterns.safeParse(many(50)).success).toBe(true);
    expect(GroupPatterns.safeParse(many(51)).success).toBe(false);
    expect(GroupPatterns.parse(['example.com', '*@EXAMPLE.com', '@example.com'])).toEqual(['*@example.com']);
  });
});
