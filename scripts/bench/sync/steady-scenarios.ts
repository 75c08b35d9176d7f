import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { EasClient } from '@/engine/testing/eas-client';
import { writeFolderSyncRequest } from '@/lib/protocol/eas/folder-sync';
import { writeSyncRequest } from '@/lib/protocol/eas/sync-request';
import type { EasElement } from '@/lib/protocol/wbxml/element';
import { quantile } from '../push/process-figures';
import type { Figure } from '../push/report';
import { type Server, startServerProcess } from '../push/servers';
import { PASSWORD } from './fill-mailboxes';
import type { Load } from './load';
import { mailboxName } from './load-orders';
import { provisionAndListFolders, syncFirst } from './new-phones';
import type { Place } from './place';
import { collectGarbage, cpuOfTreeMs, memoryOfTreeMib } from './process-tree';
import { requestBytes } from './request-bytes';

/** Phones that are set up, and ask for news again and again. */
export type SteadyPhones = {
  readonly folderSync: readonly string[];
  readonly sync: readonly string[];
  readonly emptySync: readonly string[];
  readonly folderSyncAnswer: Uint8Array;
};

export type Bench = { readonly place: Place; readonly load: Load; readonly answering: string };

const PHONES = 32;
const MAILS = 60;
const WARM_UP = 3000;
const LEAST_PER_SECOND = 1000;
/** Memory is looked at so often. */
const STAGES = 5;
const SETTLE_MS = 3000;

/** Sets up the phones. */
export async function connectSteadyPhones({ name, server, fill }: Place): Promise<SteadyPhones> {
  const mailboxes = Array.from({ length: PHONES }, (_each, index) => index);
  await fill({ mailboxes, mails: MAILS });
  const phones = [];
  for (const mailbox of mailboxes) phones.push(await connectOne(server, { name, mailbox }));
  const [first] = phones;
  if (!first) throw new Error('No phones');
  const { response, body } = await first.phone.folderSync('1');
  if (response?.status !== 1) throw new Error(`FolderSync: Status ${response?.status}`);
  return {
    folderSync: phones.map(({ ask }) => ask('FolderSync', writeFolderSyncRequest({ syncKey: '1' }))),
    sync: phones.map(({ ask, request }) => ask('Sync', writeSyncRequest(request, '16.1'))),
    emptySync: phones.map(({ ask }) => ask('Sync', null)),
    folderSyncAnswer: body,
  };
}

async function connectOne({ port }: Server, { name, mailbox }: { name: string; mailbox: number }) {
  const agent = new Agent({ keepAlive: true });
  const deviceId = `STEADY${name.toUpperCase()}${mailbox}`;
  const phone = new EasClient({
    engineUrl: `http://127.0.0.1:${port}`,
    user: mailboxName(mailbox),
    password: PASSWORD,
    deviceId,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
    agent,
  });
  const collectionId = await provisionAndListFolders(phone);
  // All there is: the demo has letters of its own.
  let syncKey = await syncFirst(phone, collectionId, MAILS);
  const ask = (command: string, element: EasElement | null) =>
    requestBytes(command, { mailbox, deviceId, password: PASSWORD, policyKey: phone.policyKey ?? 0 }, element);
  const requestOf = (key: string) => ({
    collections: [{ syncKey: key, collectionId, deletesAsMoves: true, changes: [] }],
    isPartial: false,
  });
  for (let round = 0; round < 10; round += 1) {
    const answer = await phone.sync(requestOf(syncKey));
    if (answer.http !== 200) throw new Error(`${name}: HTTP ${answer.http}`);
    const [collection] = answer.response?.collections ?? [];
    if (!collection) break;
    ({ syncKey } = collection);
  }
  agent.destroy();
  return { phone, ask, request: requestOf(syncKey) };
}

/** How many requests a second that bring nothing new, and what one costs; beside a bare server. */
export async function measureSteady(bench: Bench, phones: SteadyPhones, count: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const kinds = [
    ['FolderSync', phones.folderSync, phones.folderSyncAnswer],
    ['Sync with nothing new', phones.sync, new Uint8Array()],
    ['Sync without a body', phones.emptySync, new Uint8Array()],
  ] as const;
  for (const [what, requests, answer] of kinds) {
    const bare = await startServerProcess(bench.answering, [Buffer.from(answer).toString('base64')]);
    const repeating = { requests, count, answer: Buffer.from(answer).toString('base64') };
    const baseline = await repeat(bench.load, bare, repeating).finally(bare.stop);
    const measured = await repeat(bench.load, bench.place.server, repeating);
    const name = `${bench.place.name}: ${what}`;
    figures.push(
      {
        name: `${name}, ${PHONES} phones`,
        value: measured.perSecond,
        unit: '/s',
        baseline: baseline.perSecond,
        target: `≥ ${LEAST_PER_SECOND}/s`,
        isReached: measured.perSecond >= LEAST_PER_SECOND,
      },
      plain(`${name}, CPU of the engine`, { value: measured.cpuMs, baseline: baseline.cpuMs, unit: 'ms' }),
      plain(`${name}, p99`, { value: measured.p99Ms, baseline: baseline.p99Ms, unit: 'ms' }),
    );
  }
  return figures;
}

const plain = (name: string, figure: Pick<Figure, 'value' | 'unit' | 'baseline'>): Figure => ({
  name,
  ...figure,
  target: '',
  isReached: true,
});

type Repeating = { readonly requests: readonly string[]; readonly count: number; readonly answer: string };

async function repeat(load: Load, { port, pid }: Server, repeating: Repeating) {
  await load.run({ kind: 'repeat', port, ...repeating, count: Math.min(repeating.count, WARM_UP) });
  const before = cpuOfTreeMs(pid);
  const { timesMs, elapsedMs } = await load.run({ kind: 'repeat', port, ...repeating });
  return {
    perSecond: (timesMs.length * 1000) / elapsedMs,
    cpuMs: (cpuOfTreeMs(pid) - before) / timesMs.length,
    p99Ms: quantile(timesMs, 0.99),
  };
}

/** Whether memory stays where it is over many requests, once what they leave behind is collected. */
export async function measureMemory({ place, load }: Bench, phones: SteadyPhones, count: number): Promise<Figure[]> {
  const { port, pid } = place.server;
  const stages: number[] = [];
  for (let stage = 0; stage < STAGES; stage += 1) {
    const half = { kind: 'repeat', port, count: Math.ceil(count / STAGES / 2) } as const;
    const answer = Buffer.from(phones.folderSyncAnswer).toString('base64');
    await load.run({ ...half, requests: phones.folderSync, answer });
    await load.run({ ...half, requests: phones.sync, answer: '' });
    await delay(SETTLE_MS);
    collectGarbage(pid);
    await delay(SETTLE_MS);
    stages.push(memoryOfTreeMib(pid));
  }
  const [first = Number.NaN] = stages;
  const last = stages.at(-1) ?? Number.NaN;
  const name = `${place.name}: memory over ${count} requests (${stages.map((each) => each.toFixed(0)).join(', ')} MiB)`;
  return [
    {
      name,
      value: last,
      unit: 'MiB',
      baseline: first,
      target: 'flat: ≤ 1.1 × first fifth',
      isReached: last <= 1.1 * first,
    },
  ];
}
