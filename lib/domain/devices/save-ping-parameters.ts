import { SharedStatement } from '@/lib/db/shared-statement';
import type { PingFolders } from '@/lib/domain/devices/device-facts';
import type { DomainContext } from '@/lib/domain/context';

type PingParameters = {
  readonly deviceId: string;
  readonly heartbeatSeconds: number;
  readonly folders: PingFolders;
};

/**
 * Keeps what a Ping watches and for how long, for later Pings that leave one or both out. Replaces both. Nothing happens
 * if the device was removed meanwhile.
 *
 * @see [MS-ASCMD] 2.2.1.13 Ping
 */
export async function savePingParameters(ctx: Pick<DomainContext, 'db'>, input: PingParameters): Promise<void> {
  await statement.ask(ctx.db, input);
}

/** Rows are locked in the order of their ids: two front ends that write the same devices cannot deadlock. */
const statement = new SharedStatement<PingParameters, { place: number }>({
  name: 'save-ping-parameters',
  text: `
    WITH given AS (
      SELECT DISTINCT ON (device_id) * FROM unnest($1::uuid[], $2::int[], $3::jsonb[]) WITH ORDINALITY
        AS t (device_id, heartbeat, folders, place)
      ORDER BY device_id, place DESC
    ), locked AS (
      SELECT d.id FROM device d JOIN given g ON g.device_id = d.id ORDER BY d.id FOR NO KEY UPDATE OF d
    )
    UPDATE device d SET ping_heartbeat = g.heartbeat, ping_folders = g.folders
    FROM given g JOIN locked l ON l.id = g.device_id
    WHERE d.id = g.device_id`,
  values: (questions) => [
    questions.map(({ deviceId }) => deviceId),
    questions.map(({ heartbeatSeconds }) => heartbeatSeconds),
    questions.map(({ folders }) => JSON.stringify(folders)),
  ],
});
