import type { LoadOrder, LoadReport } from './load-orders';
import { setUpNewPhones } from './new-phones';
import { readAlone } from './read-alone';
import { repeatRequests } from './repeat-requests';

// Phones, and whoever else asks, in a process of their own: what they cost is not the server's.

process.on('message', (order: LoadOrder) => {
  obey(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ timesMs: [], elapsedMs: 0, problems: [String(error)] } satisfies LoadReport),
  );
});
process.once('disconnect', () => process.exit(0));

function obey(order: LoadOrder): Promise<LoadReport> {
  switch (order.kind) {
    case 'repeat':
      return repeatRequests(order);
    case 'new-phones':
      return setUpNewPhones(order);
    case 'read-alone':
      return readAlone(order);
  }
}
