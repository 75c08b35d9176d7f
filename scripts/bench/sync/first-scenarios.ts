import { ImapFlow } from 'imapflow';
import { Agent } from 'node:http';
import { EasClient } from '@/engine/testing/eas-client';
import { quantile } from '../push/process-figures';
import type { Figure } from '../push/report';
import { benchMail } from './bench-mail';
import { deliver, PASSWORD } from './fill-mailboxes';
import { type LoadReport, mailboxName } from './load-orders';
import { provisionAndListFolders, syncFirst } from './new-phones';
import type { Place } from './place';
import { cpuOfTreeMs, forgetPeak, peakOfTreeMib } from './process-tree';
import type { Bench } from './steady-scenarios';

/** Which mailboxes a scenario may use, so that each finds its own untouched. */
export type NewPhones = {
  readonly mailboxes: readonly number[];
  readonly mails: number;
  readonly sideBySide: number;
  readonly leastPerSecond: number;
};

/** New phones with so many mails, one after the other and several at a time. */
export async function measureNewPhones({ place, load }: Bench, wanted: NewPhones): Promise<Figure[]> {
  const { mailboxes, mails, sideBySide, leastPerSecond } = wanted;
  const { port, pid } = place.server;
  await place.fill({ mailboxes, mails });
  const alone = await readAlone({ place, load }, wanted);
  const order = { kind: 'new-phones', port, password: PASSWORD, mails } as const;
  // Code is compiled by then, and the mail server has its own indexes.
  await load.run({ ...order, mailboxes, series: `${place.name}WARM${mails}`, sideBySide });
  const some = mailboxes.slice(0, Math.ceil(mailboxes.length / 4));
  const single = await load.run({ ...order, mailboxes: some, series: `${place.name}ONE${mails}`, sideBySide: 1 });
  forgetPeak(pid);
  const before = cpuOfTreeMs(pid);
  const many = await load.run({ ...order, mailboxes, series: `${place.name}MANY${mails}`, sideBySide });
  const cpu = (cpuOfTreeMs(pid) - before) / mailboxes.length;
  const name = `${place.name}: new phone with ${mails} mails`;
  const rate = perSecond(many);
  const baseline = alone && perSecond(alone);
  const target = `≥ ${leastPerSecond}/s${baseline === null ? '' : ', or as the mail server delivers'}`;
  return [
    figure(`${name}, alone, p50`, { value: quantile(single.timesMs, 0.5), unit: 'ms' }),
    {
      ...figure(`${name}, ${sideBySide} at a time`, { value: rate, unit: '/s' }),
      ...(baseline !== null && { baseline }),
      ...(leastPerSecond > 0 && { target, isReached: rate >= Math.min(leastPerSecond, baseline ?? Infinity) }),
    },
    figure(`${name}, ${sideBySide} at a time, p99`, { value: quantile(many.timesMs, 0.99), unit: 'ms' }),
    figure(`${name}, CPU of the engine`, { value: cpu, unit: 'ms' }),
    figure(`${name}, peak memory`, { value: peakOfTreeMib(pid), unit: 'MiB' }),
  ];
}

/** The second of two runs: in the first the mail server reads mails that nobody has asked for yet. */
async function readAlone(
  { place, load }: Pick<Bench, 'place' | 'load'>,
  { mailboxes, mails, sideBySide }: NewPhones,
): Promise<LoadReport | null> {
  if (!place.dovecot) return null;
  const order = { kind: 'read-alone', imapPort: place.dovecot.port, password: PASSWORD } as const;
  await load.run({ ...order, mailboxes, mails, sideBySide });
  return load.run({ ...order, mailboxes, mails, sideBySide });
}

const perSecond = ({ timesMs, elapsedMs }: LoadReport) => (timesMs.length * 1000) / elapsedMs;

const figure = (name: string, measured: Pick<Figure, 'value' | 'unit' | 'baseline'>): Figure => ({
  name,
  ...measured,
  target: '',
  isReached: true,
});

const CHANGES = 200;

/** How long the Sync takes that brings one mail, or one mark, to a phone that has all the others. */
export async function measureOneChange({ place }: Bench, { mailbox, mails }: { mailbox: number; mails: number }) {
  await place.fill({ mailboxes: [mailbox], mails });
  const phone = phoneFor(place, mailbox, 'CHANGE');
  const collectionId = await provisionAndListFolders(phone);
  let syncKey = await syncFirst(phone, collectionId, mails);
  const news = async () => {
    const collections = [{ syncKey, collectionId, deletesAsMoves: true, changes: [] }];
    const askedAt = performance.now();
    const [answered] = (await phone.sync({ collections, isPartial: false })).response?.collections ?? [];
    const ms = performance.now() - askedAt;
    syncKey = answered?.syncKey ?? syncKey;
    return { ms, count: answered?.changes?.length ?? 0 };
  };
  while ((await news()).count > 0);
  const change = await changerOf(place, mailbox);
  const times: number[] = [];
  for (let number = 0; number < CHANGES; number += 1) {
    await change.make(number);
    const { ms, count } = await news();
    if (count === 0) throw new Error('A change did not arrive');
    times.push(ms);
  }
  change.end();
  const what = `${place.name}: one changed mail among ${mails}`;
  return [0.5, 0.99].map((share) => figure(`${what}, p${share * 100}`, { value: quantile(times, share), unit: 'ms' }));
}

async function changerOf({ server, dovecot }: Place, mailbox: number) {
  const name = mailboxName(mailbox);
  if (!dovecot) {
    const agent = new Agent({ keepAlive: true });
    const make = (number: number) => deliver({ port: server.port, agent, name }, benchMail(90_000 + number, name));
    return { make, end: () => agent.destroy() };
  }
  const auth = { user: name, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const make = async (number: number) => {
    // The flag was set by the time before last, or not.
    const change = number % 2 === 0 ? 'messageFlagsAdd' : 'messageFlagsRemove';
    await client[change]('1', ['\\Flagged']);
  };
  return { make, end: () => client.close() };
}

/** The first hundred mails of a very large folder. */
export async function measureLargeFolder(bench: Bench, large: { mailbox: number; mails: number }): Promise<Figure[]> {
  const { place } = bench;
  const { mailbox, mails } = large;
  await place.fill({ mailboxes: [mailbox], mails });
  const alone = await readAlone(bench, { mailboxes: [mailbox], mails: 100, sideBySide: 1, leastPerSecond: 0 });
  const { pid } = place.server;
  forgetPeak(pid);
  const times: number[] = [];
  for (const series of ['LARGEA', 'LARGEB', 'LARGEC']) {
    const phone = phoneFor(place, mailbox, series);
    const collectionId = await provisionAndListFolders(phone);
    const askedAt = performance.now();
    await syncFirst(phone, collectionId, 100);
    times.push(performance.now() - askedAt);
  }
  const [cold = Number.NaN, ...warm] = times;
  const what = `${place.name}: first page of ${mails} mails`;
  const baseline = alone?.timesMs[0];
  return [
    figure(`${what}, first phone`, { value: cold, unit: 'ms', ...(baseline !== undefined && { baseline }) }),
    figure(`${what}, next phones`, { value: Math.min(...warm), unit: 'ms' }),
    figure(`${what}, peak memory`, { value: peakOfTreeMib(pid), unit: 'MiB' }),
  ];
}

function phoneFor({ name, server }: Place, mailbox: number, series: string): EasClient {
  return new EasClient({
    engineUrl: `http://127.0.0.1:${server.port}`,
    user: mailboxName(mailbox),
    password: PASSWORD,
    deviceId: `${name}${series}${mailbox}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
  });
}
