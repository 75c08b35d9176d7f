import { describe, expect, it } from 'vitest';
import { rawMessage } from './sample-mails';
import { delivered, type SignIn } from './signed-in-backend';
import type { FolderChange } from '@/engine/backends/contract';

/** How a back end reports what happens to a folder. */
export function describeWatching(name: string, signIn: SignIn): void {
  describe(`${name} keeps the contract of back ends: watching`, () => {
    it('reports a delivery and a mark to whoever watches, and nothing once the watch has ended', async () => {
      const under = await signIn();
      const controller = new AbortController();
      let changes: FolderChange[] = [];
      let heard = () => undefined as void;
      const nextChange = () => new Promise<void>((resolve) => (heard = resolve));
      const arrival = nextChange();
      await under.backend.watch(under.account, () => new Set([under.inboxId]), {
        signal: controller.signal,
        onChange: (reported) => {
          changes.push(...reported);
          heard();
        },
        onEnd: () => changes.push({ folderId: 'ended', hasArrivals: false }),
      });
      const uid = await delivered(under, rawMessage('wake up'));
      await arrival;
      expect(changes).toContainEqual({ folderId: under.inboxId, hasArrivals: true });
      expect(new Set(changes.map(({ folderId }) => folderId))).toEqual(new Set([under.inboxId]));
      const marked = nextChange();
      changes = [];
      await under.setRead(uid, true);
      await marked;
      expect(changes.at(-1)).toEqual({ folderId: under.inboxId, hasArrivals: false });
      controller.abort();
      changes = [];
      await under.deliver(rawMessage('nobody listens'));
      expect(changes).toEqual([]);
    });
  });
}
