import { LoopDelay } from './loop-delay';

export type Gauges = {
  readonly heldRequests: () => number;
  readonly mailWatches: () => number;
  readonly waitingContacts: () => number;
};

type Labels = Readonly<Record<string, string | number>>;

const counters = {
  eas_requests_total: 'Requests by EAS command and status: of the document, else of HTTP.',
  eas_sign_ins_total: 'Sign-ins of phones by result.',
  eas_bytes_in_total: 'Octets of request bodies as received.',
  eas_bytes_out_total: 'Octets of answers as sent, after compression.',
  eas_bytes_out_plain_total: 'Octets of answers before compression.',
  eas_auto_blocks_total: 'Devices blocked for a while by what they did too often.',
  eas_holds_ended_total: 'Held requests by why they ended.',
} as const;

type CounterName = keyof typeof counters;

/** Distinct label sets a counter may have; what would come after counts under `other`. */
const LABELS_LIMIT = 500;

/** Counters of the process, written in the text format of Prometheus. */
export class Metrics {
  private readonly values = new Map<CounterName, Map<string, number>>();
  private readonly loopDelay = new LoopDelay();

  constructor(private readonly gauges: Gauges) {}

  count(name: CounterName, labels: Labels = {}, by = 1): void {
    this.loopDelay.sample();
    const series = this.values.get(name) ?? new Map<string, number>();
    this.values.set(name, series);
    const wanted = format(labels);
    const key = series.has(wanted) || series.size < LABELS_LIMIT ? wanted : '{other="1"}';
    series.set(key, (series.get(key) ?? 0) + by);
  }

  /** Everything, as `text/plain; version=0.0.4`. */
  render(): string {
    const lines: string[] = [];
    for (const [name, help] of Object.entries(counters)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
      // `counters` names every key of `values`.
      const series = this.values.get(name as CounterName) ?? new Map<string, number>();
      for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`);
    }
    lines.push(...this.renderGauges());
    return `${lines.join('\n')}\n`;
  }

  close(): void {
    this.loopDelay.close();
  }

  private renderGauges(): string[] {
    const gauge = (name: string, help: string, value: number) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      `${name} ${value}`,
    ];
    const lag = 'eas_event_loop_delay_seconds';
    const quantile = (share: number) => `${lag}{quantile="${share}"} ${this.loopDelay.quantile(share)}`;
    return [
      ...gauge('eas_held_requests', 'Pings and waiting Syncs that are held.', this.gauges.heldRequests()),
      ...gauge('eas_mail_watches', 'Mailboxes that are watched for changes.', this.gauges.mailWatches()),
      ...gauge('eas_waiting_contacts', 'Contact updates that wait to be written.', this.gauges.waitingContacts()),
      ...gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
      `# HELP ${lag} How late timers are while there are requests.`,
      `# TYPE ${lag} summary`,
      ...[0.5, 0.9, 0.99].map(quantile),
    ];
  }
}

function format(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replaceAll(/["\\\n]/g, '')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
