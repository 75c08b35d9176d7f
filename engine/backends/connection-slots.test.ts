import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ConnectionSlots } from './connection-slots';
import { BackendUnavailable } from './contract';

const never = new AbortController().signal;

function slots(perMailbox: number, total: number, makeRoom: (mailbox: string | null) => boolean = () => false) {
  const made = new ConnectionSlots({ perMailbox, total }, makeRoom);
  const order: string[] = [];
  const ask = async (mailbox: string, name = mailbox, signal = never) => {
    await made.acquire(mailbox, signal);
    order.push(name);
  };
  return { made, order, ask };
}

describe('connections', () => {
  it('are few for one mailbox, whatever it asks for, and do not keep others waiting', async () => {
    const { made, order, ask } = slots(2, 10);
    const asked = ['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name));
    await ask('b');
    expect(order).toEqual(['a1', 'a2', 'b']);
    made.release('a');
    made.release('a');
    await Promise.all(asked);
    expect(order).toEqual(['a1', 'a2', 'b', 'a3', 'a4']);
    expect(made.taken).toBe(3);
  });

  it('are given in the order in which they were asked for when all are taken', async () => {
    const { made, order, ask } = slots(5, 2);
    await Promise.all([ask('a'), ask('b')]);
    const waiting = [ask('c'), ask('d'), ask('a', 'a again')];
    made.release('a');
    await immediate();
    expect(order).toEqual(['a', 'b', 'c']);
    made.release('b');
    made.release('c');
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'a again']);
  });

  it('that nobody uses are given up for whoever waits', async () => {
    const idle = ['b'];
    const { made, order, ask } = slots(1, 1, () => {
      const mailbox = idle.pop();
      if (mailbox !== undefined) made.release(mailbox);
      return mailbox !== undefined;
    });
    await ask('b');
    await ask('c');
    expect(order).toEqual(['b', 'c']);
    expect(made.isWantedFor('c')).toBe(false);
  });

  it('are not waited for by whoever is gone', async () => {
    const { made, order, ask } = slots(1, 1);
    await ask('a');
    const controller = new AbortController();
    const gone = ask('b', 'gone', controller.signal);
    const waiting = ask('c');
    controller.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    made.release('a');
    await waiting;
    expect(order).toEqual(['a', 'c']);
  });

  it('are refused at once when too many wait', async () => {
    const { ask } = slots(1, 1);
    await ask('a');
    const controller = new AbortController();
    const waiting = Array.from({ length: 50 }, () => ask('a', 'a', controller.signal).catch(() => 'given up'));
    await expect(ask('a')).rejects.toBeInstanceOf(BackendUnavailable);
    controller.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['given up']));
  });
});
