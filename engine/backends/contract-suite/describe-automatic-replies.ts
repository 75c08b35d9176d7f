import { describe, expect, it } from 'vitest';
import { never, type SignIn } from './signed-in-backend';
import type { AutoReply } from '@/engine/backends/auto-reply';

/** How a back end keeps the automatic reply of a mailbox. */
export function describeAutomaticReplies(name: string, signIn: SignIn): void {
  describe(`${name} keeps the contract of back ends: automatic replies`, () => {
    const away: AutoReply = {
      isEnabled: true,
      period: { startsAt: new Date('2026-07-01T08:00:00Z'), endsAt: new Date('2026-07-15T17:30:00Z') },
      internal: { isEnabled: true, text: 'Zurück am Montag.\r\n.\r\n"Bert" hilft.', format: 'text' },
      external: { isEnabled: false, text: '<p>Grüße</p>', format: 'html' },
    };

    it('are told as they were set, on and off; where there are none, none can be set', async () => {
      const { backend, account, hasAutoReplies } = await signIn();
      const find = () => backend.findAutoReply(account, never);
      const offAtFirst = expect.objectContaining({ isEnabled: false, period: null });
      expect(await find()).toEqual(hasAutoReplies ? offAtFirst : null);
      const replies = [away, { ...away, period: null }, { ...away, isEnabled: false }];
      const outcomes: unknown[] = [];
      for (const reply of replies) {
        const outcome = backend.setAutoReply(account, reply, never).then(find, (error: unknown) => error);
        outcomes.push(await outcome);
      }
      const refused = expect.objectContaining({ name: 'AutoReplyRefused', code: 'unsupported' });
      expect(outcomes).toEqual(hasAutoReplies ? replies : replies.map(() => refused));
    });
  });
}
