import { describe, expect, it } from 'vitest';
import { type Hold, HeldRequests } from './held-requests';
import { TimerWheel } from './timer-wheel';
import type { HoldEnd } from './wake-log';

function holdOf(
  held: HeldRequests,
  rest: Partial<Hold> = {},
): { ends: HoldEnd[]; entry: ReturnType<HeldRequests['hold']> } {
  const ends: HoldEnd[] = [];
  const hold: Hold = {
    deviceId: 'd1',
    mailbox: 'anna',
    deviceKey: 'phone',
    folderIds: ['inbox', 'sent'],
    heartbeatSeconds: 900,
    since: held.position,
    ...rest,
  };
  return { ends, entry: held.hold(hold, (end) => ends.push(end)) };
}

describe('the timer wheel', () => {
  it('reports an item after its delay, never before, within a tick', () => {
    const due: string[] = [];
    const wheel = new TimerWheel<string>((item) => due.push(item));
    wheel.add('a', 60);
    wheel.add('b', 3540);
    wheel.advance(60);
    expect(due).toEqual([]);
    wheel.advance(1);
    expect(due).toEqual(['a']);
    wheel.advance(3479);
    expect(due).toEqual(['a']);
    wheel.advance(1);
    expect(due).toEqual(['a', 'b']);
  });

  it('goes round any number of times, and forgets what was removed', () => {
    const due: string[] = [];
    const wheel = new TimerWheel<string>((item) => due.push(item));
    for (let round = 0; round < 5; round += 1) {
      wheel.add(`round ${round}`, 3000);
      wheel.remove('gone', wheel.add('gone', 10));
      wheel.advance(3001);
    }
    expect(due).toHaveLength(5);
  });

  it('refuses a delay that does not fit rather than ringing early', () => {
    const wheel = new TimerWheel<string>(() => undefined);
    expect(() => wheel.add('a', 5000)).toThrow(RangeError);
  });

  it('copes with an item that adds another when it is due', () => {
    let rings = 0;
    const wheel = new TimerWheel<string>((item) => {
      rings += 1;
      wheel.add(item, 1);
    });
    wheel.add('a', 1);
    wheel.advance(20);
    expect(rings).toBe(10);
  });
});

describe('a held request', () => {
  it('ends once, by what happens first', () => {
    const held = new HeldRequests();
    const { ends } = holdOf(held);
    held.wake({ mailbox: 'anna', deviceKey: 'phone' }, { why: 'recheck' });
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['inbox'] });
    held.stop();
    expect(ends).toEqual([{ why: 'recheck' }]);
    expect(held.count).toBe(0);
    expect(held.isWatched('anna')).toBe(false);
  });

  it('ends for changes in folders that it watches, and is told only these', () => {
    const held = new HeldRequests();
    const { ends } = holdOf(held);
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk'] });
    held.wake({ mailbox: 'bert' }, { why: 'changes', folderIds: ['inbox'] });
    expect(ends).toEqual([]);
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk', 'inbox'] });
    expect(ends).toEqual([{ why: 'changes', folderIds: ['inbox'] }]);
  });

  it('is ended by the next one of its device, and by no other device of the mailbox', () => {
    const held = new HeldRequests();
    const first = holdOf(held);
    const other = holdOf(held, { deviceId: 'd2', deviceKey: 'tablet' });
    const second = holdOf(held);
    expect(first.ends).toEqual([{ why: 'superseded' }]);
    expect([...other.ends, ...second.ends]).toEqual([]);
    expect(held.count).toBe(2);
  });

  it('ends at once if something happened after its facts were read and before it was held', () => {
    const held = new HeldRequests();
    const since = held.position;
    held.wake({ mailbox: 'anna', deviceKey: 'tablet' }, { why: 'recheck' });
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk'] });
    expect(holdOf(held, { since }).ends).toEqual([]);
    held.wake({ mailbox: 'anna', deviceKey: 'phone' }, { why: 'recheck' });
    expect(holdOf(held, { since }).ends).toEqual([{ why: 'recheck' }]);
    expect(held.isOverruled(since, { mailbox: 'anna', deviceKey: 'phone' })).toBe(true);
    expect(held.isOverruled(held.position, { mailbox: 'anna', deviceKey: 'phone' })).toBe(false);
  });

  it('ends at once if more happened than can be remembered', () => {
    const held = new HeldRequests();
    const since = held.position;
    for (let wakes = 0; wakes <= 10_000; wakes += 1) held.wake({ mailbox: 'bert' }, { why: 'recheck' });
    expect(holdOf(held, { since }).ends).toEqual([{ why: 'recheck' }]);
  });

  it('is not held any more once the engine stops', () => {
    const held = new HeldRequests();
    const { ends } = holdOf(held);
    held.stop();
    expect(ends).toEqual([{ why: 'stopping' }]);
    expect(holdOf(held).ends).toEqual([{ why: 'stopping' }]);
  });

  it('whose client is gone is forgotten without a word', () => {
    const held = new HeldRequests();
    const { ends, entry } = holdOf(held);
    held.release(entry);
    held.release(entry);
    held.wake({}, { why: 'recheck' });
    expect(ends).toEqual([]);
    expect(held.count).toBe(0);
  });

  it('knows the folders that a mailbox’s devices wait for', () => {
    const held = new HeldRequests();
    holdOf(held);
    holdOf(held, { deviceKey: 'tablet', folderIds: ['inbox', 'projects'] });
    expect(held.watchedFolders('anna')).toEqual(new Set(['inbox', 'sent', 'projects']));
    expect(held.watchedFolders('bert')).toEqual(new Set());
  });
});
