import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAccess } from '@/lib/domain/access/decide-access';

const facts = fc.record({
  accessOverride: fc.constantFrom('automatic', 'allow', 'block'),
  blockReason: fc.constantFrom('by_hand', 'wiped', 'deleted', null),
});

describe('the access decision', () => {
  it('agrees with the plain rule: refused if anything refuses, and the wipe is named first', () => {
    fc.assert(
      fc.property(facts, ({ accessOverride, blockReason }) => {
        const { level, reason } = decideAccess({ accessOverride, blockReason });
        const refusals = [blockReason, accessOverride === 'block' ? 'by_hand' : null].filter((each) => each !== null);
        expect(level).toBe(refusals.length > 0 ? 'blocked' : 'allowed');
        expect(reason).toBe(
          ['wiped', 'deleted', 'by_hand'].find((each) => refusals.some((one) => one === each)) ?? null,
        );
      }),
    );
  });

  it('gives a trace whose last step alone decides, and decides as the outcome says', () => {
    fc.assert(
      fc.property(facts, (input) => {
        const { level, trace } = decideAccess(input);
        expect(trace.at(-1)?.outcome).toBe(level);
        expect(trace.slice(0, -1).every((step) => step.outcome === 'passed')).toBe(true);
      }),
    );
  });

  it('does not let an older "allow" in the way of a wipe', () => {
    expect(decideAccess({ accessOverride: 'allow', blockReason: 'wiped' }).level).toBe('blocked');
  });

  it('tells a device allowed by hand from one that nothing refuses', () => {
    const ruleOf = (accessOverride: 'allow' | 'automatic') =>
      decideAccess({ accessOverride, blockReason: null }).trace.at(-1);
    expect(ruleOf('allow')?.rule).toBe('override_allow');
    expect(ruleOf('automatic')?.rule).toBe('default');
  });
});
