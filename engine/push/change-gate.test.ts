import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeGate } from './change-gate';
import { HeldRequests } from './held-requests';
import type { HoldEnd } from './wake-log';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start() {
  const lookedUp: (readonly string[])[] = [];
  const held = new HeldRequests({
    confirmChanges: (_hold, folderIds) => {
      lookedUp.push(folderIds);
      return Promise.resolve([]);
    },
  });
  const gate = new ChangeGate({ held });
  const ends: HoldEnd[] = [];
  const device = { deviceId: 'd', mailbox: 'anna', deviceKey: 'phone', folderIds: ['inbox', 'sent'] };
  held.hold({ ...device, heartbeatSeconds: 900, since: held.position }, (end) => ends.push(end));
  return { gate, held, ends, lookedUp };
}

describe('changes of a mailbox', () => {
  it('are announced within five milliseconds if mail came in, together with what came in meanwhile', () => {
    const { gate, ends } = start();
    gate.announce('anna', [{ folderId: 'inbox', hasArrivals: true }]);
    vi.advanceTimersByTime(2);
    gate.announce('anna', [{ folderId: 'sent', hasArrivals: true }]);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(ends).toEqual([{ why: 'changes', folderIds: ['inbox', 'sent'] }]);
  });

  it('are gathered for two seconds and looked up once if none did', () => {
    const { gate, lookedUp } = start();
    for (let step = 0; step < 10; step += 1) {
      gate.announce('anna', [{ folderId: 'inbox', hasArrivals: false }]);
      vi.advanceTimersByTime(190);
    }
    expect(lookedUp).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(lookedUp).toEqual([['inbox']]);
  });

  it('do not hold up arrivals in the same mailbox', () => {
    const { gate, ends } = start();
    gate.announce('anna', [
      { folderId: 'sent', hasArrivals: false },
      { folderId: 'inbox', hasArrivals: true },
    ]);
    vi.advanceTimersByTime(10);
    expect(ends).toEqual([{ why: 'changes', folderIds: ['inbox'] }]);
  });

  it('are looked up at once where mail came into a folder that was not named', () => {
    const { gate, ends, lookedUp } = start();
    gate.announce('anna', [{ folderId: null, hasArrivals: true }]);
    vi.advanceTimersByTime(10);
    expect([ends, lookedUp]).toEqual([[], [['inbox', 'sent']]]);
  });

  it('of others, and after the end, wake nobody', () => {
    const { gate, ends } = start();
    gate.announce('bert', [{ folderId: 'inbox', hasArrivals: true }]);
    gate.announce('anna', [{ folderId: 'inbox', hasArrivals: true }]);
    gate.close();
    vi.advanceTimersByTime(10_000);
    expect(ends).toEqual([]);
  });
});
