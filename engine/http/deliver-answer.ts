import type { Answer, FinalAnswer } from '@/engine/answer';
import type { HeldEntry, Hold } from '@/engine/push/held-entry';
import type { HoldEnd } from '@/engine/push/wake-log';
import type { HoldOutcome, RecentHold } from '@/lib/domain/devices/contract';
import type { ContactUpdate } from '@/lib/domain/devices/contact-update';
import { text } from '@/lib/protocol/wbxml/element';
import type { Call } from './call';
import { explainFailure } from './explain-failure';
import { writeAnswer } from './write-answer';

/** Writes the answer, now or when what it is held for happens, and counts it. */
export async function deliverAnswer(call: Call, answer: Answer): Promise<void> {
  if (answer.kind === 'hold') hold(call, answer);
  else await finish(call, answer);
}

function hold(call: Call, { hold: wanted, onEnd }: Extract<Answer, { kind: 'hold' }>): void {
  const { engine, res } = call.connection;
  if (call.isClientGone) return;
  call.disarmDeadline();
  // Noted at once: a phone that is on push is in contact, although it gets no answer for a while.
  noteContact(call, {
    bytesIn: call.wireBytesIn,
    bytesOut: 0,
    bytesOutPlain: 0,
    // Not what the phone asked for, if it only has to wait.
    heartbeatSeconds: wanted.isPause ? undefined : wanted.heartbeatSeconds,
  });
  call.wireBytesIn = 0;
  let entry: HeldEntry | undefined;
  const end = (why: HoldEnd) => {
    engine.metrics.count('eas_holds_ended_total', { why: why.why });
    if (why.why !== 'superseded' && !wanted.isPause)
      engine.cuts.noteLasted(connectionOf(call, wanted), secondsOf(entry));
    void endHold(call, () => onEnd(why), heldOf(why, entry));
  };
  const held = engine.held.hold(wanted, end);
  entry = held;
  res.once('close', () => {
    if (engine.held.release(held) && !wanted.isPause) noteEarlyEnd(call, held);
  });
}

/** Undefined: it has ended before it was held. */
const secondsOf = (entry: HeldEntry | undefined): number =>
  entry === undefined ? 0 : (performance.now() - entry.heldAtMs) / 1000;

/** What the console shows of it. Undefined: it was not held, or the engine is about to stop. */
function heldOf({ why }: HoldEnd, entry: HeldEntry | undefined): RecentHold | undefined {
  const outcome = entry?.hold.isPause ? undefined : outcomes[why];
  return entry && outcome && { seconds: secondsOf(entry), outcome };
}

const outcomes: Readonly<Record<HoldEnd['why'], HoldOutcome | undefined>> = {
  expired: 'whole',
  changes: 'news',
  recheck: 'news',
  superseded: 'replaced',
  stopping: undefined,
};

const connectionOf = ({ connection }: Call, { deviceId }: Hold) => ({ deviceId, address: connection.address });

/** The phone has gone for something else, is out of reach, or something on the way has cut the connection. */
function noteEarlyEnd(call: Call, entry: HeldEntry): void {
  const { engine } = call.connection;
  engine.metrics.count('eas_holds_ended_total', { why: 'gone' });
  const seconds = secondsOf(entry);
  const cutAfterSeconds = engine.cuts.noteCut(connectionOf(call, entry.hold), seconds);
  // Its end is no contact: it belongs to the request.
  const at = new Date(engine.now().getTime() - seconds * 1000);
  noteContact(call, { bytesIn: 0, bytesOut: 0, bytesOutPlain: 0, at, endedEarly: { seconds, cutAfterSeconds } });
}

async function endHold(call: Call, makeAnswer: () => FinalAnswer | Promise<FinalAnswer>, held?: RecentHold) {
  const { engine, requestId } = call.connection;
  call.armDeadline();
  try {
    await finish(call, await call.untilDeadline(Promise.resolve(makeAnswer())), held);
  } catch (error) {
    if (call.isClientGone) return;
    await finish(call, explainFailure(error, call.line, engine.log.child({ requestId })));
  }
}

async function finish(call: Call, answer: FinalAnswer, held?: RecentHold): Promise<void> {
  call.disarmDeadline();
  const { engine, req, res } = call.connection;
  const { bytes, plainBytes } = await writeAnswer(req, res, answer);
  const command = call.line?.command ?? req.method ?? '';
  const status = statusOf(answer);
  engine.metrics.count('eas_requests_total', { command, status });
  engine.log.debug(
    { requestId: call.connection.requestId, deviceId: call.deviceId, command, status, bytes },
    'Answered',
  );
  noteContact(call, { bytesIn: call.wireBytesIn, bytesOut: bytes, bytesOutPlain: plainBytes, held });
}

type Told = 'bytesIn' | 'bytesOut' | 'bytesOutPlain' | 'heartbeatSeconds' | 'endedEarly' | 'held';
type Traffic = Pick<ContactUpdate, Told> & { at?: Date };

function noteContact({ connection, line, deviceId, userAgent }: Call, traffic: Traffic): void {
  const { engine, address } = connection;
  engine.metrics.count('eas_bytes_in_total', {}, traffic.bytesIn);
  engine.metrics.count('eas_bytes_out_total', {}, traffic.bytesOut);
  engine.metrics.count('eas_bytes_out_plain_total', {}, traffic.bytesOutPlain);
  if (!deviceId || !line) return;
  const { protocolVersion, deviceType } = line;
  engine.contacts.add({ deviceId, at: engine.now(), address, protocolVersion, userAgent, deviceType, ...traffic });
}

function statusOf(answer: FinalAnswer): string {
  if (answer.kind === 'http') return `http_${answer.status}`;
  if (answer.kind !== 'document') return 'none';
  // A document that has no Status of its own, as a Sync that went well, went well.
  return text(answer.document, 'Status') ?? '1';
}
