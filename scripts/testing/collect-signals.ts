import { Client } from 'pg';

/** What was sent on a PostgreSQL channel while something was done, in order. Signals arrive when they are committed. */
export async function collectSignals(url: string, channel: string, action: () => Promise<unknown>): Promise<unknown[]> {
  const heard: unknown[] = [];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? 'null')));
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    await action();
    // The server sends what was committed before the answer to the next query of this connection.
    await client.query('SELECT 1');
    return heard;
  } finally {
    await client.end();
  }
}
