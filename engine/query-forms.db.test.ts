import { describe, expect, it } from 'vitest';
import { collection, fetchOf, followPolicy, givePolicy, syncOf, useEngine } from '@/engine/engine-under-test';
import { exchange } from '@/engine/testing/http-exchange';
import type { EasClient } from '@/engine/testing/eas-client';
import { encodeBasicCredentials } from '@/lib/protocol/http/basic-credentials';
import { el, text } from '@/lib/protocol/wbxml/element';
import { useDatabase } from '@/scripts/testing/database';

const { db, url } = await useDatabase();
const engine = await useEngine(url);

let mails = 0;

/** A mail to a mailbox of its own. */
function newMail() {
  mails += 1;
  const recipient = `to${mails}@example.com`;
  return { recipient, mime: Buffer.from(`To: ${recipient}\r\nSubject: Mail ${mails}\r\n\r\nHello\r\n`) };
}

const uidsOf = async (mailbox: string, folderId: string) =>
  ((await engine.backend.mailbox(mailbox)).list(folderId, undefined)?.messages ?? []).map(({ uid }) => uid);

const withFile =
  'Subject: File\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n' +
  'Content-Type: text/plain\r\n\r\nSee the file\r\n--b\r\nContent-Type: application/octet-stream\r\n' +
  'Content-Disposition: attachment; filename=a.bin\r\n\r\nxyz\r\n--b--\r\n';

describe.each(['plain', 'base64'] as const)('a %s query', (queryForm) => {
  async function connect(config = {}): Promise<EasClient> {
    const phone = engine.phone({ queryForm, ...config });
    await phone.folderSync('0');
    return phone;
  }

  it('makes, renames, moves and deletes folders', async () => {
    const phone = await connect();
    const news = { displayName: 'Receipts', parentId: '0', type: 12 } as const;
    const serverId = (await phone.folderCreate({ syncKey: '1', ...news })).response?.serverId ?? '';
    const change = { syncKey: '2', serverId, displayName: 'Bills', parentId: 'projects' };
    expect((await phone.folderUpdate(change)).response).toMatchObject({ status: 1 });
    const all = (await phone.folderSync('0')).response?.changes?.added;
    expect(all?.find((folder) => folder.serverId === serverId)).toMatchObject({ parentId: 'projects' });
    expect((await phone.folderDelete({ syncKey: '4', serverId })).response).toMatchObject({ status: 1 });
    const left = (await phone.folderSync('0')).response?.changes?.added;
    expect(left?.some((folder) => folder.serverId === serverId)).toBe(false);
  });

  it('watches, counts, moves and fetches mails, also in parts', async () => {
    const phone = await connect();
    await phone.sync(syncOf(collection('0')));
    const estimate = await phone.getItemEstimate({ collections: [{ syncKey: '1', collectionId: 'inbox' }] });
    expect(estimate.response?.answers).toMatchObject([{ status: 1, estimate: 24 }]);
    await phone.sync(syncOf(collection('1')));
    const move = { itemId: 'inbox:5', sourceFolderId: 'inbox', destinationFolderId: 'archive' };
    expect((await phone.moveItems({ moves: [move] })).response?.answers).toMatchObject([{ status: 3 }]);
    const folders = [{ id: 'inbox', class: 'Email' }];
    expect((await phone.ping({ heartbeatSeconds: 60, folders })).response).toMatchObject({ status: 2 });
    const operation = fetchOf({ by: 'item', collectionId: 'inbox', serverId: 'inbox:6' });
    const inline = await phone.itemOperations({ operations: [operation] });
    expect(inline.headers['content-type']).toBe('application/vnd.ms-sync.wbxml');
    expect(inline.response?.answers).toMatchObject([{ status: 1 }]);
    const multipart = await phone.itemOperations({ operations: [operation] }, { acceptMultipart: true });
    expect(multipart.headers['content-type']).toBe('application/vnd.ms-sync.multipart');
    expect(multipart.parts).toHaveLength(1);
  });

  it('asks for people, settings and certificates', async () => {
    const phone = await connect();
    const people = await phone.resolveRecipients({ to: ['nobody'], certificateRetrieval: 1 });
    expect(people.response).toMatchObject({ status: 1, answers: [{ status: 4 }] });
    const settings = await phone.settings([{ property: 'UserInformation', action: 'get' }]);
    expect(settings.response).toMatchObject({ status: 1, answers: [{ status: 1 }] });
    const certificates = { certificates: [Buffer.from('none')], chain: [], checkRevocation: false };
    expect((await phone.validateCert(certificates)).response).toEqual({ status: 1, certificates: [2] });
  });

  it('saves a copy of what is sent if that is asked for, and not otherwise', async () => {
    const phone = await connect({ protocolVersion: '12.1' });
    const source = { by: 'item', folderId: 'inbox', itemId: 'inbox:24' } as const;
    for (const saveInSentItems of [true, false]) {
      const rest = { saveInSentItems, source, replaceMime: false, forwardees: [] };
      const sent = await uidsOf(phone.user, 'sent');
      const [mail, reply, forward] = [newMail(), newMail(), newMail()];
      expect((await phone.sendMail({ mime: mail.mime, saveInSentItems })).http).toBe(200);
      expect((await phone.smartReply({ mime: reply.mime, ...rest })).http).toBe(200);
      expect((await phone.smartForward({ mime: forward.mime, ...rest })).http).toBe(200);
      for (const { recipient } of [mail, reply, forward]) expect(await uidsOf(recipient, 'inbox')).toHaveLength(25);
      expect(await uidsOf(phone.user, 'sent')).toHaveLength(sent.length + (saveInSentItems ? 3 : 0));
    }
  });

  it('answers and forwards what a search has found', async () => {
    const phone = await connect({ protocolVersion: '12.1' });
    const query = { classes: [], collectionIds: ['inbox'], freeText: 'Slides' };
    const options = { deepTraversal: false, rebuildResults: false, bodyPreferences: [], bodyPartPreferences: [] };
    const found = (await phone.search({ store: 'Mailbox', query, options })).response?.answer?.results ?? [];
    const source = { by: 'longId', longId: found[0]?.longId ?? '' } as const;
    const rest = { saveInSentItems: false, source, replaceMime: false, forwardees: [] };
    for (const kind of ['smartReply', 'smartForward'] as const) {
      const { recipient, mime } = newMail();
      expect((await phone[kind]({ mime, ...rest })).http).toBe(200);
      expect(await uidsOf(recipient, 'inbox')).toHaveLength(25);
    }
  });

  it('fetches an attachment, whose octets are the answer', async () => {
    const phone = await connect({ protocolVersion: '12.1' });
    await engine.backend.deliver(phone.user, Buffer.from(withFile));
    await phone.sync(syncOf(collection('0')));
    const { response } = await phone.sync(syncOf(collection('1', { windowSize: 1 })));
    const [change] = response?.collections[0]?.changes ?? [];
    const properties = change && 'properties' in change ? change.properties : [];
    const [attachment] = properties.find(({ name }) => name === 'Attachments')?.children ?? [];
    const reply = await phone.getAttachment(attachment ? (text(attachment, 'FileReference') ?? '') : '');
    expect(reply).toMatchObject({ http: 200, headers: { 'content-type': 'application/octet-stream' } });
    expect(Buffer.from(reply.body).toString()).toBe('xyz');
  });

  it('carries the policy key, each in its own place', async () => {
    const phone = engine.phone({ queryForm });
    await givePolicy(db, phone.user, { settings: { DevicePasswordEnabled: true }, allowNonProvisionable: false });
    expect((await phone.folderSync('0')).response?.status).toBe(142);
    await followPolicy(phone);
    expect((await phone.folderSync('0')).response?.status).toBe(1);
  });
});

describe('a request', () => {
  it('is answered in WBXML, and needs no name of the program', async () => {
    const phone = engine.phone();
    const answer = await phone.folderSync('0');
    expect(answer).toMatchObject({ http: 200, headers: { 'content-type': 'application/vnd.ms-sync.wbxml' } });
    const without = await exchange({
      method: 'POST',
      url: `${engine.url}/Microsoft-Server-ActiveSync?Cmd=FolderSync&User=x&DeviceId=NAMELESS&DeviceType=T`,
      headers: { authorization: encodeBasicCredentials(phone.user, 'demo'), 'ms-asprotocolversion': '14.1' },
      timeoutMs: 30_000,
    });
    // Status 10, since it says nothing: but it was let in.
    expect(without).toMatchObject({ http: 200, headers: { 'content-type': 'application/vnd.ms-sync.wbxml' } });
    expect(await db.device.count({ where: { deviceKey: 'nameless' } })).toBe(1);
  });

  it('that does not follow its schema is Status 103 from 14.0 on, and 400 before', async () => {
    const phone = engine.phone();
    const odd = el('GetItemEstimate', 'GetItemEstimate');
    expect((await phone.raw('GetItemEstimate', odd)).element?.children).toMatchObject([
      { name: 'Status', text: '103' },
    ]);
    phone.protocolVersion = '12.1';
    expect((await phone.raw('GetItemEstimate', odd)).http).toBe(400);
  });
});
