import { expect, it } from 'vitest';
import { startFleet } from '@/engine/testing/fleet';
import { ScriptedMailbox } from '@/engine/testing/scripted-mailbox';
import { startScriptedPeer } from '@/engine/testing/scripted-peer';

it('switches on all phones and switches them off again, leaving nothing open', async () => {
  const mailboxes = new Map<string, ScriptedMailbox>();
  const peer = await startScriptedPeer((question) => {
    const { deviceId } = question.line;
    const mailbox = mailboxes.get(deviceId) ?? new ScriptedMailbox();
    mailbox.password = 'demo';
    mailboxes.set(deviceId, mailbox);
    return mailbox.answer(question);
  });
  const stop = new AbortController();
  const fleet = startFleet({ engineUrl: peer.url, phones: 12, startsPerSecond: 1000, signal: stop.signal });
  await fleet.started;
  await Promise.all(
    fleet.phones.map((phone) => phone.waitUntil(({ activity }) => ['pinging', 'asleep', 'waiting'].includes(activity))),
  );
  stop.abort();
  await fleet.over;
  expect(new Set(fleet.phones.map(({ activity }) => activity))).toEqual(new Set(['stopped']));
  expect(mailboxes.size).toBe(12);
  await peer.close();
});

it('does not switch on what is not wanted any more', async () => {
  const fleet = startFleet({ engineUrl: 'http://127.0.0.1:9', phones: 3, signal: AbortSignal.abort() });
  await fleet.over;
  expect(fleet.phones.map(({ activity }) => activity)).toEqual(['new', 'new', 'new']);
});
