import { describe, expect, it } from 'vitest';
import { GET as exportDevices } from '@/app/api/v1/devices/export/route';
import { GET as exportHistory } from '@/app/api/v1/history/export/route';
import { call, startTestConsole } from '@/lib/console/testing/test-console';
import { AuditEntry } from '@/lib/domain/history/contract';
import { seedDevice } from '@/scripts/testing/seed-device';

const { db, lines, signedIn } = await startTestConsole();
const { cookie, name } = await signedIn('auditor');

const contentOf = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString('utf8');

await seedDevice(db, {
  mailbox: 'anna@example.com',
  easDeviceId: 'APPL1',
  friendlyName: '=HYPERLINK("http://evil.example","Anna")',
});
await seedDevice(db, { mailbox: 'ben@example.com', easDeviceId: 'APPL2', friendlyName: 'Bens Telefon, grün' });

describe('the export of devices', () => {
  it('is a file with heads in the language asked for, and a record for each device that matches', async () => {
    const query = { lang: 'de', sort: 'mailbox', search: 'example.com' };
    const response = await call(exportDevices, { query, cookie });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="mobileadmin-devices-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const content = await contentOf(response);
    expect(content.startsWith('\uFEFFPostfach,Gerät,Typ,')).toBe(true);
    const records = content.split('\r\n').slice(1);
    expect(records.map((record) => record.split(',')[0])).toEqual(['anna@example.com', 'ben@example.com', '']);
    expect(records[1]).toContain('"Bens Telefon, grün"');
  });

  it('keeps what a phone calls itself from becoming a formula', async () => {
    const content = await contentOf(await call(exportDevices, { query: { search: 'anna' }, cookie }));
    expect(content).toContain(`,"'=HYPERLINK(""http://evil.example"",""Anna"")",`);
  });

  it.each([
    ['cookie', { cookie: `${cookie}; locale=de`, headers: { 'accept-language': 'en' } }, 'Postfach'],
    ['browser', { cookie, headers: { 'accept-language': 'de-AT' } }, 'Postfach'],
    ['default', { cookie }, 'Mailbox'],
  ])('takes its language from the %s where none is asked for', async (_from, who, head) => {
    const content = await contentOf(await call(exportDevices, who));
    expect(content.slice(1).split(',')[0]).toBe(head);
  });

  it('holds the heads alone when nothing matches', async () => {
    const content = await contentOf(await call(exportDevices, { query: { search: 'nobody' }, cookie }));
    expect(content.split('\r\n')).toHaveLength(2);
  });
});

describe('the export of the history', () => {
  it('is an array of entries, and is itself the newest entry', async () => {
    const response = await call(exportHistory, { query: { format: 'json' }, cookie });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const entries = AuditEntry.array().parse(JSON.parse(await contentOf(response)));
    const newest = entries.find(({ action }) => action === 'history_exported');
    expect(newest).toMatchObject({ actorName: name, requestId: response.headers.get('x-request-id') });
  });

  it('is an empty array when nothing matches', async () => {
    const content = await contentOf(await call(exportHistory, { query: { format: 'json', actor: 'nobody' }, cookie }));
    expect(JSON.parse(content)).toEqual([]);
  });

  it('carries what the hash covers in a record', async () => {
    const content = await contentOf(await call(exportHistory, { query: { action: ['history_exported'] }, cookie }));
    const [heads = '', first = ''] = content.split('\r\n');
    expect(heads).toMatch(/^\uFEFFNo\.,Time \(UTC\),.*,Hash$/);
    expect(first).toMatch(/^\d+,\d{4}-.*,[\da-f]{64}$/);
  });

  it('is not begun, nor entered, for those who may not read it', async () => {
    const helpdesk = await signedIn('helpdesk');
    const before = await db.auditEvent.count();
    const response = await call(exportHistory, { cookie: helpdesk.cookie });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-disposition')).toBeNull();
    expect(await db.auditEvent.count()).toBe(before);
  });

  it('stops reading when the receiver hangs up, and calls that no failure', async () => {
    lines.length = 0;
    const response = await call(exportHistory, { cookie });
    await response.body?.cancel();
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
