import { describe, expect, it } from 'vitest';
import { accessQueries } from '@/lib/console/access/queries';
import { commandQueries } from '@/lib/console/commands/queries';
import { deviceQueries } from '@/lib/console/devices/queries';
import { staleKeys } from '@/lib/console/events/stale-keys';
import { historyQueries } from '@/lib/console/history/queries';
import { createQueryClient } from '@/lib/console/query-client';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import type { ConsoleSignal } from '@/lib/domain/signals';

const list = deviceQueries.list(DeviceListQuery.parse({})).queryKey;
const one = deviceQueries.detail('one').queryKey;
const other = deviceQueries.detail('other').queryKey;
const history = historyQueries.ofDevice('one').queryKey;
const commands = commandQueries.ofDevice('one').queryKey;
const switches = accessQueries.switches().queryKey;

/** Which of the queries a cache holds are stale after the signal. */
async function staleAfter(signal: ConsoleSignal): Promise<unknown[]> {
  const client = createQueryClient();
  const cached = { list, one, other, history, commands, switches };
  for (const key of Object.values(cached)) client.setQueryData<unknown>(key, {});
  for (const queryKey of staleKeys(signal)) await client.invalidateQueries({ queryKey });
  return Object.entries(cached).flatMap(([name, key]) => (client.getQueryState(key)?.isInvalidated ? [name] : []));
}

describe('a signal', () => {
  it.each([
    [{ topic: 'devices', id: 'one' }, ['list', 'one', 'history', 'switches']],
    [{ topic: 'devices' }, ['list', 'one', 'other', 'switches']],
    [{ topic: 'commands', id: 'x' }, ['list', 'one', 'other', 'commands']],
    [{ topic: 'policies' }, ['list', 'one', 'other']],
    [{ topic: 'mailboxes', id: 'x' }, ['switches']],
    [{ topic: 'history' }, ['history']],
    [{ topic: 'tokens' }, []],
  ] as const)('%j makes exactly the queries stale that show it', async (signal, names) => {
    expect(await staleAfter(signal)).toEqual(names);
  });
});
