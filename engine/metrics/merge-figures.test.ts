import { expect, it } from 'vitest';
import { mergeFigures } from './merge-figures';
import { Metrics } from './metrics';

function figuresOf(held: number, statuses: readonly string[]): string {
  const metrics = new Metrics({ heldRequests: () => held, mailWatches: () => 1, waitingContacts: () => 0 });
  for (const status of statuses) metrics.count('eas_requests_total', { command: 'Ping', status });
  metrics.close();
  return metrics.render();
}

it('adds up what processes count, and keeps apart what cannot be added', () => {
  const merged = mergeFigures(
    new Map([
      ['1', figuresOf(3, ['1', '2'])],
      ['2', figuresOf(4, ['2', '7'])],
    ]),
  );
  const lines = merged.split('\n');
  expect(lines).toContain('eas_held_requests 7');
  expect(lines).toContain('eas_mail_watches 2');
  for (const [status, count] of Object.entries({ 1: 1, 2: 2, 7: 1 })) {
    expect(lines).toContain(`eas_requests_total{command="Ping",status="${status}"} ${count}`);
  }
  expect(lines.filter((line) => line.startsWith('process_resident_memory_bytes{worker="'))).toHaveLength(2);
  expect(lines).toContain('eas_event_loop_delay_seconds{quantile="0.5",worker="2"} 0');
  expect(lines.filter((line) => line === '# TYPE eas_requests_total counter')).toHaveLength(1);
});
