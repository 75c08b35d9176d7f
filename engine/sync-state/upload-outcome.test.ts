import { expect, it } from 'vitest';
import { el } from '@/lib/protocol/wbxml/element';
import { fromStoredOutcome, toStoredOutcome } from './upload-outcome';

it('what changes came to is stored and read back without loss, octets too', () => {
  const properties = [
    el('Email2', 'ConversationId', Buffer.from([0, 1, 254, 255])),
    el('AirSyncBase', 'Attachments', [el('AirSyncBase', 'Attachment', [el('AirSyncBase', 'FileReference', 'f:1:2')])]),
  ];
  const outcome = {
    a: { kind: 'add', clientId: 'c1', serverId: 'drafts:7', status: 1, properties },
    b: { kind: 'change', serverId: 'inbox:3', status: 7 },
    c: null,
  } as const;
  expect(fromStoredOutcome(JSON.parse(JSON.stringify(toStoredOutcome(outcome))))).toEqual(outcome);
});

it.each([[null], [[]], ['x'], [{ a: { kind: 'add' } }], [{ a: 7 }]])(
  '%j is no outcome, and stands for none',
  (stored) => {
    expect(fromStoredOutcome(stored)).toEqual({});
    expect(toStoredOutcome({})).toBeNull();
  },
);
