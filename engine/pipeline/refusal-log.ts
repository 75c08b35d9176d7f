import { BoundedMap } from '@/engine/bounded-map';
import type { DomainContext } from '@/lib/domain/context';
import type { DeviceFacts } from '@/lib/domain/devices/device-facts';
import { appendDeviceEvents } from '@/lib/domain/history/append-device-event';

/** A refused phone keeps calling: the history has one line an hour for each reason. */
const SPACING_MS = 3_600_000;
const CAPACITY = 20_000;

export type Refused = {
  readonly reason: string;
  readonly command: string;
  readonly protocolVersion: string;
};

/** Writes down that a device was refused, and why; not every time. */
export class RefusalLog {
  private readonly written = new BoundedMap<number>(CAPACITY);

  async record(ctx: DomainContext, { id, mailbox, deviceKey }: DeviceFacts, refused: Refused): Promise<void> {
    const at = ctx.now();
    const key = `${id} ${refused.reason}`;
    const before = this.written.get(key);
    if (before !== undefined && at.getTime() - before < SPACING_MS) return;
    this.written.set(key, at.getTime());
    const details = { ...refused, address: ctx.address };
    await appendDeviceEvents(ctx.db, [{ at, mailbox, deviceKey, type: 'access_refused', details }]);
  }
}
