import { describe, expect, it } from 'vitest';
import type { Hold } from './held-entry';
import { HeldRequests } from './held-requests';
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
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['inbox'], isNews: true });
    held.stop();
    expect(ends).toEqual([{ why: 'recheck' }]);
    expect(held.count).toBe(0);
    expect(held.isWatched('anna')).toBe(false);
  });

  it('ends for changes in folders that it watches, and is told only these', () => {
    const held = new HeldRequests();
    const { ends } = holdOf(held);
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk'], isNews: true });
    held.wake({ mailbox: 'bert' }, { why: 'changes', folderIds: ['inbox'], isNews: true });
    expect(ends).toEqual([]);
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk', 'inbox'], isNews: true });
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
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: ['junk'], isNews: true });
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

describe('a change that may be the device’s own', () => {
  /** Lookups that end when the test says so. */
  function start() {
    const asked: { folderIds: readonly string[]; answer: (folderIds: string[]) => void; fail: () => void }[] = [];
    const held = new HeldRequests({
      confirmChanges: (_hold, folderIds) =>
        new Promise((resolve, reject) =>
          asked.push({ folderIds, answer: resolve, fail: () => reject(new Error('away')) }),
        ),
    });
    const doubt = (...folderIds: string[]) =>
      held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds, isNews: false });
    return { held, asked, doubt };
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('ends its request only if it is news for it, and for the folders where it is', async () => {
    const { held, asked, doubt } = start();
    const { ends } = holdOf(held);
    doubt('inbox', 'sent', 'junk');
    expect(asked.map(({ folderIds }) => folderIds)).toEqual([['inbox', 'sent']]);
    asked[0]?.answer([]);
    await settle();
    expect(ends).toEqual([]);
    doubt('inbox', 'sent');
    asked[1]?.answer(['sent']);
    await settle();
    expect(ends).toEqual([{ why: 'changes', folderIds: ['sent'] }]);
  });

  it('is not lost while another is looked up', async () => {
    const { held, asked, doubt } = start();
    const { ends } = holdOf(held);
    doubt('inbox');
    doubt('inbox');
    doubt('sent');
    asked[0]?.answer([]);
    await settle();
    expect(asked.map(({ folderIds }) => folderIds)).toEqual([['inbox'], ['inbox', 'sent']]);
    asked[1]?.answer(['inbox']);
    await settle();
    expect(ends).toEqual([{ why: 'changes', folderIds: ['inbox'] }]);
  });

  it('leaves the request to an order, an arrival or a closed connection while it is looked up', async () => {
    const { held, asked, doubt } = start();
    const { ends } = holdOf(held);
    const gone = holdOf(held, { deviceKey: 'tablet', deviceId: 'd2' });
    const other = holdOf(held, { deviceKey: 'desk', deviceId: 'd3' });
    doubt('inbox');
    held.wake({ mailbox: 'anna', deviceKey: 'phone' }, { why: 'recheck' });
    held.release(gone.entry);
    held.wake({ mailbox: 'anna', deviceKey: 'desk' }, { why: 'changes', folderIds: ['sent'], isNews: true });
    for (const { answer } of asked) answer(['inbox']);
    await settle();
    expect([ends, gone.ends, other.ends]).toEqual([
      [{ why: 'recheck' }],
      [],
      [{ why: 'changes', folderIds: ['sent'] }],
    ]);
  });

  it('counts as news if it cannot be looked up', async () => {
    const { held, asked, doubt } = start();
    const { ends } = holdOf(held);
    doubt('inbox');
    asked[0]?.fail();
    await settle();
    expect(ends).toEqual([{ why: 'changes', folderIds: ['inbox'] }]);
  });

  it('that happened before the request was held is looked up when it is', () => {
    const { held, asked, doubt } = start();
    const since = held.position;
    doubt('inbox');
    expect(asked).toEqual([]);
    const { ends } = holdOf(held, { since });
    expect(ends).toEqual([]);
    expect(asked.map(({ folderIds }) => folderIds)).toEqual([['inbox']]);
  });

  it('is looked up for a few requests at a time', async () => {
    const { held, asked, doubt } = start();
    for (let index = 0; index < 20; index += 1) holdOf(held, { deviceKey: `phone ${index}` });
    doubt('inbox');
    expect(asked).toHaveLength(8);
    asked[0]?.answer([]);
    await settle();
    expect(asked).toHaveLength(9);
  });

  it('in a folder that nobody named is looked up in all that are watched', () => {
    const { held, asked } = start();
    holdOf(held);
    held.wake({ mailbox: 'anna' }, { why: 'changes', folderIds: null, isNews: false });
    expect(asked.map(({ folderIds }) => folderIds)).toEqual([['inbox', 'sent']]);
  });
});
