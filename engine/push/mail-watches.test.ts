import { afterEach, describe, expect, it } from 'vitest';
import { DemoBackend } from '@/engine/backends/demo/demo-backend';
import { type Account, BackendUnavailable, type MailBackend } from '@/engine/backends/contract';
import { ChangeGate } from './change-gate';
import { HeldRequests } from './held-requests';
import { MailWatches } from './mail-watches';
import type { HoldEnd } from './wake-log';

const account: Account = {
  mailbox: 'anna',
  address: 'anna@example.com',
  displayName: null,
  credentials: { username: 'anna', password: 'demo' },
};
let watches: MailWatches | undefined;

afterEach(() => watches?.close());

function start(backend: Pick<MailBackend, 'watch'>) {
  const held = new HeldRequests();
  const refused: Account[] = [];
  const gate = new ChangeGate({ held });
  watches = new MailWatches({ backend, held, gate, onRefused: (each) => refused.push(each) });
  const hold = () =>
    new Promise<HoldEnd>((resolve) => {
      const since = held.position;
      const device = { deviceId: 'd', mailbox: 'anna', deviceKey: 'phone', folderIds: ['inbox'] };
      held.hold({ ...device, heartbeatSeconds: 900, since }, resolve);
    });
  return { held, watches, refused, hold };
}

describe('the watch on a mailbox', () => {
  it('is shared by its devices and wakes them for mail', async () => {
    const backend = new DemoBackend({ password: 'demo', now: () => new Date() });
    const { watches: shared, hold } = start(backend);
    await shared.ensure(account);
    await shared.ensure(account);
    expect(shared.count).toBe(1);
    const end = hold();
    await backend.deliver('anna', Buffer.from('Subject: hi\r\n\r\nhi'));
    expect(await end).toEqual({ why: 'changes', folderIds: ['inbox'] });
  });

  it('is kept for a phone that comes back at once, and ended when nobody has come for a minute', async () => {
    const { watches: shared, held, hold } = start(new DemoBackend({ password: 'demo', now: () => new Date() }));
    await shared.ensure(account);
    const now = performance.now();
    shared.sweep(now + 30_000);
    expect(shared.count).toBe(1);
    void hold();
    shared.sweep(now + 600_000);
    expect(shared.count).toBe(1);
    held.wake({}, { why: 'recheck' });
    shared.sweep(now + 700_000);
    expect(shared.count).toBe(0);
  });

  it('ends what it was for when the password is not good any more, and the sign-in is told', async () => {
    let end = () => undefined as void;
    const {
      watches: shared,
      refused,
      hold,
    } = start({
      watch: async (_account, _folders, { onEnd }) => {
        end = onEnd;
      },
    });
    await shared.ensure(account);
    const held = hold();
    end();
    expect(await held).toEqual({ why: 'recheck' });
    expect(refused).toEqual([account]);
    expect(shared.count).toBe(0);
  });

  it('that cannot be set up is an error for who asked, and is tried anew by the next', async () => {
    let attempts = 0;
    const { watches: shared } = start({
      watch: async () => {
        attempts += 1;
        throw new BackendUnavailable('away');
      },
    });
    await expect(shared.ensure(account)).rejects.toBeInstanceOf(BackendUnavailable);
    await expect(shared.ensure(account)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(attempts).toBe(2);
  });

  it('whose password is refused from the start is an error as well', async () => {
    const { watches: shared, refused } = start({ watch: async (_account, _folders, { onEnd }) => onEnd() });
    await expect(shared.ensure(account)).rejects.toBeInstanceOf(BackendUnavailable);
    expect(refused).toHaveLength(1);
  });
});
