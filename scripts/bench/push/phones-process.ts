import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { PhoneOrder, PhoneReport } from './phone-orders';

// Many phones in one process, made as cheaply as possible: a socket each, a request as bytes, and of the answer no more
// than its first packet. What is measured is the server.

const TICK_MS = 5;
/** One address has fewer ports than there are phones, and with thousands taken Linux searches long for a free one. */
const PHONES_OF_AN_ADDRESS = 1000;
/** What a timer that came late may make good at once. */
const MOST_LATE_MS = 50;
const phones = new Map<number, Socket>();
const waiting: PhoneOrder[] = [];
let ended: PhoneReport['ended'] = [];
let failed = 0;
let budget = 0;
let openedAt = performance.now();

process.on('message', (order: PhoneOrder) => {
  if (order.kind === 'open') waiting.push(order);
  else for (const phone of phonesOf(order)) phone.destroy();
});
process.once('disconnect', () => process.exit(0));

function phonesOf({ from, to }: { from: number; to: number }): Socket[] {
  return [...phones].filter(([index]) => index >= from && index < to).map(([, socket]) => socket);
}

setInterval(() => {
  openSome();
  if (ended.length === 0 && failed === 0) return;
  process.send?.({ ended, failed } satisfies PhoneReport);
  ended = [];
  failed = 0;
}, TICK_MS);

function openSome(): void {
  const now = performance.now();
  const elapsedMs = Math.min(now - openedAt, MOST_LATE_MS);
  openedAt = now;
  const order = waiting[0];
  if (order?.kind !== 'open') return;
  budget += (order.perSecond * elapsedMs) / 1000;
  for (; budget >= 1 && order.from < order.to; budget -= 1) {
    open(order, order.from);
    order.from += order.step;
  }
  if (order.from >= order.to) waiting.shift();
}

function open(
  { port, isTls, mailboxes, heartbeatSeconds }: Extract<PhoneOrder, { kind: 'open' }>,
  index: number,
): void {
  const localAddress = `127.0.1.${1 + Math.floor(index / PHONES_OF_AN_ADDRESS)}`;
  const options = { host: '127.0.0.1', port, localAddress };
  const socket = isTls ? connectTls({ ...options, rejectUnauthorized: false }) : connect(options);
  phones.set(index, socket);
  socket.once(isTls ? 'secureConnect' : 'connect', () => socket.write(requestOf(index, mailboxes, heartbeatSeconds)));
  socket.once('data', (chunk: Buffer) => {
    ended.push({ index, atNs: String(process.hrtime.bigint()), status: statusOf(chunk) });
    socket.destroy();
  });
  socket.on('error', () => (failed += 1));
  socket.once('close', () => phones.delete(index));
}

function requestOf(index: number, mailboxes: number, heartbeatSeconds: number): Buffer {
  const user = `box${index % mailboxes}@example.com`;
  const body = pingBody(heartbeatSeconds);
  const head = [
    `POST /Microsoft-Server-ActiveSync?Cmd=Ping&User=${encodeURIComponent(user)}&DeviceId=PUSH${index}&DeviceType=iPhone HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Basic ${Buffer.from(`${user}:demo`).toString('base64')}`,
    'MS-ASProtocolVersion: 16.1',
    'User-Agent: Apple-iPhone15C4/2206.76',
    'Content-Type: application/vnd.ms-sync.wbxml',
    'Accept: */*',
    'Accept-Language: en-us',
    'Accept-Encoding: gzip, deflate',
    `Content-Length: ${body.length}`,
    'Connection: keep-alive',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** [MS-ASWBXML] code page 13: `Ping { HeartbeatInterval, Folders { Folder { Id, Class } } }` of the Inbox. */
function pingBody(heartbeatSeconds: number): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x03]), Buffer.from(`${value}\0`), Buffer.from([0x01])]);
  return Buffer.concat([
    Buffer.from([0x03, 0x01, 0x6a, 0x00, 0x00, 0x0d, 0x45, 0x48]),
    text(String(heartbeatSeconds)),
    Buffer.from([0x49, 0x4a, 0x4b]),
    text('inbox'),
    Buffer.from([0x4c]),
    text('Email'),
    Buffer.from([0x01, 0x01, 0x01]),
  ]);
}

/** `Status` and the beginning of its text, as in `pingBody`. */
const STATUS = Buffer.from([0x47, 0x03]);

/** The Status of the Ping, else that of HTTP. */
function statusOf(answer: Buffer): string {
  const at = answer.indexOf(STATUS);
  if (at < 0) return `http_${answer.toString('latin1', 9, 12)}`;
  return answer.toString('latin1', at + STATUS.length, answer.indexOf(0, at + STATUS.length));
}
