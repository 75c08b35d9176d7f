import { describe, expect, it } from 'vitest';
import { useEngine } from '@/engine/engine-under-test';
import type { EasClient } from '@/engine/testing/eas-client';
import { type MeetingAnswer, userResponse } from '@/lib/protocol/eas/meeting-response';
import { useDatabase } from '@/scripts/testing/database';

const { url } = await useDatabase();
const engine = await useEngine(url);

let meetings = 0;

/** A phone with an invitation as its newest mail, and the organizer's mailbox. */
async function connect(lines: readonly string[] = [], config = {}) {
  meetings += 1;
  const organizer = `organizer${meetings}@example.com`;
  const phone = engine.phone(config);
  await phone.folderSync('0');
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:meeting-${meetings}`,
    'DTSTAMP:20260301T000000Z',
    'DTSTART:20260310T100000Z',
    'DTEND:20260310T110000Z',
    'SUMMARY:Budget',
    `ORGANIZER;CN=Orga:mailto:${organizer}`,
    `ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${phone.user}`,
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  const head = [
    `From: ${organizer}`,
    `To: ${phone.user}`,
    'Subject: Budget',
    'MIME-Version: 1.0',
    'Content-Type: text/calendar; method=REQUEST; charset=utf-8',
  ];
  await engine.backend.deliver(phone.user, Buffer.from(`${head.join('\r\n')}\r\n\r\n${calendar}\r\n`));
  return { phone, organizer, requestId: 'inbox:25' };
}

async function ask(phone: EasClient, answer: Partial<MeetingAnswer> & { requestId: string }) {
  const { requestId, ...rest } = answer;
  const target = { by: 'item', collectionId: 'inbox', requestId } as const;
  const { response } = await phone.meetingResponse({
    answers: [{ response: userResponse.accepted, target, ...rest }],
  });
  return response?.results[0];
}

/** The newest mail of the organizer, whole. */
async function replyTo(organizer: string): Promise<string | null> {
  const account = await engine.backend.authenticate({ username: organizer, password: 'demo' });
  if (!account) throw new Error('refused');
  const part = { account, folderId: 'inbox', uid: 25, path: '', limitBytes: 100_000 };
  const raw = (await engine.backend.fetchPart(part))?.content.toString('utf8');
  return raw?.replaceAll('=\r\n', '').replaceAll('\r\n ', '').replaceAll('=3D', '=') ?? null;
}

describe('an answer to an invitation', () => {
  it('is mailed to the organizer, once, if the phone leaves that to the server', async () => {
    const { phone, organizer, requestId } = await connect();
    const answer = { requestId, sendResponse: { body: { type: 1, data: 'With pleasure' } } } as const;
    expect(await ask(phone, answer)).toEqual({ requestId, status: 1, calendarId: undefined });
    expect(await ask(phone, answer)).toMatchObject({ status: 1 });
    const reply = await replyTo(organizer);
    expect(reply).toContain('METHOD:REPLY');
    expect(reply).toContain('PARTSTAT=ACCEPTED');
    expect(reply).toContain(`UID:meeting-${meetings}`);
    expect(reply).toContain('With pleasure');
    const mailbox = await engine.backend.mailbox(organizer);
    expect(mailbox.list('inbox', undefined)?.messages).toHaveLength(25);
  });

  it('may decline, in HTML', async () => {
    const { phone, organizer, requestId } = await connect();
    const sendResponse = { body: { type: 2, data: '<p>I am <b>away</b></p>' } } as const;
    const answer = await ask(phone, { requestId, response: userResponse.declined, sendResponse });
    // There is no calendar yet that an accepted meeting could lie in, and a declined one would not.
    expect(answer).toEqual({ requestId, status: 1, calendarId: undefined });
    const reply = await replyTo(organizer);
    expect(reply).toContain('PARTSTAT=DECLINED');
    expect(reply).toContain('I am away');
  });

  it('may propose another time', async () => {
    const { phone, organizer, requestId } = await connect();
    const proposed = { proposedStart: new Date('2026-03-11T09:00:00Z'), proposedEnd: new Date('2026-03-11T10:00:00Z') };
    await ask(phone, { requestId, response: userResponse.tentative, sendResponse: proposed });
    const reply = await replyTo(organizer);
    expect(reply).toContain('METHOD:COUNTER');
    expect(reply).toContain('DTSTART:20260311T090000Z');
    expect(reply).toContain('PARTSTAT=TENTATIVE');
  });

  it('is mailed by the phone itself up to 14.1', async () => {
    const { phone, organizer, requestId } = await connect([], { protocolVersion: '14.1' });
    expect(await ask(phone, { requestId })).toMatchObject({ status: 1 });
    expect(await replyTo(organizer)).toBeNull();
  });

  it('is refused for what is no invitation, for the owner’s own, and for one day of what has one', async () => {
    const { phone, requestId } = await connect();
    // [MS-ASCMD] 2.2.3.177.9 Status (MeetingResponse)
    expect(await ask(phone, { requestId: 'inbox:24' })).toMatchObject({ status: 2 });
    expect(await ask(phone, { requestId: 'inbox:777' })).toMatchObject({ status: 2 });
    expect(await ask(phone, { requestId: 'sent:1' })).toMatchObject({ status: 2 });
    const instanceId = new Date('2026-03-17T10:00:00Z');
    expect(await ask(phone, { requestId, instanceId })).toMatchObject({ status: 146 });
    const series = await connect(['RRULE:FREQ=WEEKLY']);
    expect(await ask(series.phone, { requestId, instanceId, sendResponse: {} })).toMatchObject({ status: 1 });
    expect(await replyTo(series.organizer)).toContain('RECURRENCE-ID:20260317T100000Z');
  });
});
