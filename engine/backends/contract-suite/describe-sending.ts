import { describe, expect, it } from 'vitest';
import { rawMessage } from './sample-mails';
import { never, type SignIn } from './signed-in-backend';
import { SendRefused } from '@/engine/backends/contract';

/** How a back end hands on what is sent. */
export function describeSending(name: string, signIn: SignIn): void {
  describe(`${name} keeps the contract of back ends: sending`, () => {
    it('hands a message to the mail system as it is', async () => {
      const under = await signIn();
      const { backend, account, recipient } = under;
      const raw = rawMessage('outgoing', '.\r\n..\r\nSchön\r\n');
      await backend.send(account, { raw, sender: under.mailbox, recipients: [recipient] }, never);
      expect((await under.sent(raw))?.toString()).toBe(raw.toString());
    });

    it('says so when the mail system does not take it', async () => {
      const { backend, account, mailbox, refusedRecipient } = await signIn();
      const message = { raw: rawMessage('refused'), sender: mailbox, recipients: [refusedRecipient] };
      await expect(backend.send(account, message, never)).rejects.toBeInstanceOf(SendRefused);
      await expect(backend.send(account, message, never)).rejects.toMatchObject({ code: 'recipients' });
      const toNobody = { ...message, recipients: [] };
      await expect(backend.send(account, toNobody, never)).rejects.toMatchObject({ code: 'recipients' });
    });
  });
}
