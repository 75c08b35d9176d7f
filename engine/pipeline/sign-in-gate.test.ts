import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Leave, SignInGate } from './sign-in-gate';

/** A gate, with what came of each who asked, in the order in which it was settled. */
function gateWith(failures: Readonly<Record<string, number>> = {}) {
  const gate = new SignInGate((network) => failures[network] ?? 0);
  const inside: { name: string; leave: Leave }[] = [];
  const turnedAway: string[] = [];
  const ask = (name: string, claim: { network: string; isKnown?: boolean }) =>
    gate.enter({ isKnown: false, ...claim }).then((leave) => {
      if (leave) inside.push({ name, leave });
      else turnedAway.push(name);
    });
  /** Lets what was promised happen. */
  const settled = () => vi.advanceTimersByTimeAsync(0);
  const leaveFirst = async () => {
    inside.shift()?.leave();
    await settled();
  };
  return { ask, inside, turnedAway, settled, leaveFirst };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('places for sign-ins', () => {
  it('are bounded, and given on as they are left, each once', async () => {
    const { ask, inside, settled, leaveFirst } = gateWith();
    for (let index = 0; index < 40; index += 1) void ask(`p${index}`, { network: `n${index}` });
    await settled();
    expect(inside).toHaveLength(32);
    const [first] = inside;
    await leaveFirst();
    first?.leave(); // a second time: nothing
    await settled();
    expect(inside.map(({ name }) => name)).toContain('p32');
    expect(inside).toHaveLength(32);
  });

  it('of passwords that were good lately are never taken by new ones', async () => {
    const { ask, inside, settled } = gateWith();
    for (let index = 0; index < 500; index += 1) void ask('guess', { network: `n${index % 50}` });
    void ask('owner', { network: 'home', isKnown: true });
    await settled();
    expect(inside.map(({ name }) => name)).toContain('owner');
  });

  it('go to the address with the fewest under way, so a new phone does not wait for whoever tries many', async () => {
    const { ask, inside, settled, leaveFirst } = gateWith();
    for (let index = 0; index < 200; index += 1) void ask('guess', { network: 'stormy' });
    void ask('newcomer', { network: 'home' });
    await settled();
    await leaveFirst();
    expect(inside.map(({ name }) => name)).toContain('newcomer');
  });

  it('go round: an address that comes last has its turn before the others have their second', async () => {
    const { ask, inside, settled, leaveFirst } = gateWith();
    for (let index = 0; index < 500; index += 1) void ask('guess', { network: `n${index % 50}` });
    void ask('newcomer', { network: 'home' });
    await settled();
    for (let left = 0; left < 19; left += 1) await leaveFirst();
    expect(inside.map(({ name }) => name)).toContain('newcomer');
  });

  it('go to an address that has not failed before one that has, once', async () => {
    const { ask, inside, settled, leaveFirst } = gateWith(
      Object.fromEntries(Array.from({ length: 50 }, (_each, index) => [`n${index}`, 1])),
    );
    for (let index = 0; index < 500; index += 1) void ask('guess', { network: `n${index % 50}` });
    void ask('newcomer', { network: 'home' });
    await settled();
    await leaveFirst();
    expect(inside.map(({ name }) => name)).toContain('newcomer');
  });

  it('are few for addresses that failed lately, and only where nobody else wants them', async () => {
    const { ask, inside, settled, leaveFirst } = gateWith({ bad: 3 });
    for (let index = 0; index < 20; index += 1) void ask('guess', { network: 'bad' });
    await settled();
    expect(inside).toHaveLength(8);
    for (let index = 0; index < 24; index += 1) void ask('clean', { network: `n${index}` });
    void ask('last', { network: 'home' });
    await settled();
    await leaveFirst(); // one of the bad: whose place goes to the one who waits
    expect(inside.map(({ name }) => name)).toContain('last');
  });
});

describe('the line before them', () => {
  it('sends home after eight seconds, known or new', async () => {
    const { ask, turnedAway } = gateWith();
    for (let index = 0; index < 33; index += 1) {
      void ask('new', { network: `n${index}` });
      void ask('known', { network: `n${index}`, isKnown: true });
    }
    await vi.advanceTimersByTimeAsync(7999);
    expect(turnedAway).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(turnedAway.toSorted()).toEqual(['known', 'new']);
  });

  it('when full loses the youngest of whoever fills it, and no other', async () => {
    const { ask, turnedAway, settled } = gateWith();
    for (let index = 0; index < 1032; index += 1) void ask('guess', { network: 'stormy' });
    await settled();
    expect(turnedAway).toEqual([]);
    void ask('one too many', { network: 'stormy' });
    void ask('newcomer', { network: 'home' });
    await settled();
    expect(turnedAway).toEqual(['one too many', 'guess']);
  });
});
