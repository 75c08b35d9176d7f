import type { SimulatedPhone } from '@/engine/testing/simulated-phone';

/** What the phones of a run have told, in numbers. */
export class Tally {
  readonly counts = new Map<string, number>();
  /** Subjects of letters of which the phone was told that they are sent. */
  readonly sent: string[] = [];
  readonly resets: string[] = [];
  readonly odd: string[] = [];

  watch(phone: SimulatedPhone): void {
    const { user, deviceId } = phone.config;
    const who = `${user} ${deviceId} ${phone.profile.name}`;
    phone.on('contact', ({ command, http }) => this.add(http === 200 ? command : `${command}, HTTP ${http}`));
    phone.on('deed', ({ deed, problem }) => {
      this.add(`done: ${deed.kind}${problem === undefined ? '' : `, ${problem}`}`);
      if ((deed.kind === 'send' || deed.kind === 'reply') && problem === undefined) this.sent.push(deed.subject);
    });
    phone.on('uploaded', ({ change, problem }) => {
      this.add(`uploaded: ${change.kind}${problem === undefined ? '' : `, ${problem}`}`);
    });
    phone.on('reset', ({ collectionId }) => this.resets.push(`${who}: ${collectionId ?? 'all folders'}`));
    phone.on('odd', ({ what, serverId }) => this.odd.push(`${who}: ${what} ${serverId}`));
    phone.on('unreachable', () => this.add('no answer'));
    phone.on('asleep', () => this.add('fell asleep'));
    phone.on('blocked', ({ http, status }) => this.add(`blocked, HTTP ${http}, Status ${status}`));
    phone.on('sign-in-refused', () => this.add('sign-in refused'));
  }

  lines(): string[] {
    return [...this.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${count} × ${what}`);
  }

  private add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}
