import { once } from 'node:events';
import { ImapFlow } from 'imapflow';
import { startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { quantile } from './process-figures';
import type { Figure } from './report';
import { connectPhone, phoneOf } from './seed-fleet';
import { type Server, startEngineProcess, untilHeld } from './servers';

export type DovecotOptions = { readonly bundle: string; readonly databaseUrl: string; readonly mailboxes: number };

const PASSWORD = 'tulip';
const SAMPLES = 100;
const SIDE_BY_SIDE = 8;
const LIMIT_MS = 500;

/**
 * How soon a mail ends the ping of its phone when it comes in at a real Dovecot, with a watch on every mailbox. Beside it:
 * when a plain IMAP client hears of the same mail by IDLE, which is what Dovecot itself takes.
 */
export async function measureDovecot({ bundle, databaseUrl, mailboxes }: DovecotOptions): Promise<Figure[]> {
  const dovecot = await startDovecot();
  const environment = {
    BACKEND: 'imap',
    IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
    SMTP_URL: 'smtps://127.0.0.1:1',
    ENGINE_WORKERS: '1',
  };
  const server = await startEngineProcess(bundle, { databaseUrl, tls: null, environment });
  try {
    const indexes = Array.from({ length: mailboxes }, (_, index) => index);
    const next = indexes.values();
    const pings = new Map<number, Promise<number>>();
    const lane = async () => {
      for (const index of next) {
        await dovecot.setPassword(`box${index}@example.com`, PASSWORD);
        const { answered } = await holdPing(server, index);
        pings.set(index, answered);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
    await untilHeld([server], mailboxes);
    const times: number[] = [];
    const plainTimes: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const index = Math.floor((sample * mailboxes) / SAMPLES);
      const { heard } = await idleAt(dovecot.port, index);
      const deliver = await openMailbox(dovecot.port, index);
      await deliver();
      // From here on the mail is there for everybody.
      const startedAt = performance.now();
      const [endedAt, heardAt] = await Promise.all([pings.get(index), heard]);
      if (endedAt !== undefined) times.push(endedAt - startedAt);
      plainTimes.push(heardAt - startedAt);
    }
    return [0.5, 0.99].map((share) => {
      const value = quantile(times, share);
      const baseline = quantile(plainTimes, share);
      const name = `Dovecot, ${mailboxes} mailboxes: mail to the end of its ping, p${share * 100}`;
      return { name, value, unit: 'ms', baseline, target: `≤ ${LIMIT_MS} ms`, isReached: value <= LIMIT_MS };
    });
  } finally {
    await server.stop();
    await dovecot.stop();
  }
}

/** @returns once it is on its way: when it will have been answered */
async function holdPing({ port }: Server, index: number): Promise<{ answered: Promise<number> }> {
  const phone = phoneOf(`http://127.0.0.1:${port}`, { index, mailbox: index }, PASSWORD);
  const collectionId = await connectPhone(phone);
  const ping = phone.ping({ heartbeatSeconds: 3540, folders: [{ id: collectionId }] });
  return { answered: ping.then(() => performance.now()) };
}

async function signIn(port: number, index: number): Promise<ImapFlow> {
  const auth = { user: `box${index}@example.com`, pass: PASSWORD };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false });
  await client.connect();
  return client;
}

/** A plain client that is idle. @returns when it hears of a new mail */
async function idleAt(port: number, index: number): Promise<{ heard: Promise<number> }> {
  const client = await signIn(port, index);
  await client.mailboxOpen('INBOX');
  const heard = once(client, 'exists').then(() => {
    client.close();
    return performance.now();
  });
  void client.idle();
  return { heard };
}

/** Signed in already, as a delivery agent is: what is measured begins with the mail. */
async function openMailbox(port: number, index: number): Promise<() => Promise<void>> {
  const client = await signIn(port, index);
  return async () => {
    await client.append('INBOX', 'From: bench@example.com\r\nSubject: news\r\n\r\nhello\r\n');
    client.close();
  };
}
