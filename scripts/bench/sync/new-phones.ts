import { Agent } from 'node:http';
import { EasClient } from '@/engine/testing/eas-client';
import { folderType } from '@/lib/protocol/eas/folder-sync';
import { WBXML_POLICY_TYPE } from '@/lib/protocol/eas/provision';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import { type LoadReport, mailboxName, type NewPhonesOrder, sideBySide, WINDOW } from './load-orders';

/** Sets up a new phone on each mailbox. */
export async function setUpNewPhones(order: NewPhonesOrder): Promise<LoadReport> {
  const timesMs: number[] = [];
  const problems: string[] = [];
  const startedAt = performance.now();
  await sideBySide(order.mailboxes, order.sideBySide, async (mailbox) => {
    const begunAt = performance.now();
    try {
      await setUp(order, mailbox);
      timesMs.push(performance.now() - begunAt);
    } catch (error) {
      problems.push(`${mailboxName(mailbox)}: ${String(error)}`);
    }
  });
  return { timesMs, elapsedMs: performance.now() - startedAt, problems };
}

async function setUp({ port, password, series, mails }: NewPhonesOrder, mailbox: number): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const phone = new EasClient({
    engineUrl: `http://127.0.0.1:${port}`,
    user: mailboxName(mailbox),
    password,
    deviceId: `NEW${series}${mailbox}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    agent,
  });
  try {
    await phone.options();
    const collectionId = await provisionAndListFolders(phone);
    await syncFirst(phone, collectionId, mails);
  } finally {
    agent.destroy();
  }
}

/** @returns the id of the Inbox */
export async function provisionAndListFolders(phone: EasClient): Promise<string> {
  const policyType = WBXML_POLICY_TYPE;
  const device = { model: 'iPhone15C4', friendlyName: 'Bench', os: 'iOS 18.5 22F76', osLanguage: 'en' };
  const deviceInformation = isAtLeast(phone.protocolVersion, '14.1') ? device : undefined;
  const told = await phone.provision({ deviceInformation, policies: [{ policyType }] });
  const policyKey = told.response?.policies?.[0]?.policyKey;
  const done = await phone.provision({ policies: [{ policyType, policyKey, status: 1 }] });
  phone.policyKey = done.response?.policies?.[0]?.policyKey ?? 0;
  const hierarchy = await phone.folderSync('0');
  const inbox = hierarchy.response?.changes?.added.find(({ type }) => type === folderType.inbox);
  if (!inbox) throw new Error(`No Inbox: HTTP ${hierarchy.http}, Status ${hierarchy.response?.status}`);
  return inbox.serverId;
}

/** Fetches so many mails, as an iPhone asks for them. @returns the key of the last answer */
export async function syncFirst(phone: EasClient, collectionId: string, mails: number): Promise<string> {
  let syncKey = '0';
  let received = 0;
  while (syncKey === '0' || received < mails) {
    const answer = await phone.sync({ collections: [requestFor(syncKey, collectionId)], isPartial: false });
    const [collection] = answer.response?.collections ?? [];
    if (answer.http !== 200 || collection?.status !== 1)
      throw new Error(`HTTP ${answer.http}, Status ${collection?.status}, after ${received} mails`);
    const isFirst = syncKey === '0';
    syncKey = collection.syncKey;
    received += collection.changes?.length ?? 0;
    if (!isFirst && !collection.isMoreAvailable && received < mails)
      throw new Error(`Only ${received} of ${mails} mails`);
  }
  return syncKey;
}

const requestFor = (syncKey: string, collectionId: string) => ({
  syncKey,
  collectionId,
  deletesAsMoves: true,
  windowSize: WINDOW,
  options: [
    {
      filterType: 0,
      bodyPreferences: [{ type: 1 as const, truncationBytes: 500, allOrNone: false }],
      bodyPartPreferences: [],
    },
  ],
  changes: [],
});
