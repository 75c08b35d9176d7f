import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { EasClient } from '@/engine/testing/eas-client';
import { folderType } from '@/lib/protocol/eas/folder-sync';
import { WBXML_POLICY_TYPE } from '@/lib/protocol/eas/provision';

export type Fleet = {
  readonly ownerUrl: string;
  /** Of the engines that the mailboxes belong to in turn: mail of the demo is in the memory of one process. */
  readonly engineUrls: readonly string[];
  /** Mailboxes `box0@example.com` and on, with a phone `PUSH0` and on each. */
  readonly mailboxes: number;
  readonly password?: string;
};

/** The certificate of the bench is its own. */
const trusting = new Agent({ rejectUnauthorized: false });
const SIDE_BY_SIDE = 8;
const POLL_MS = 50;

/** Connects one phone for each mailbox through the engine: FolderSync, both phases of Provision, and its Inbox. */
export async function connectTemplates({ engineUrls, mailboxes, password = 'demo' }: Fleet): Promise<void> {
  const indexes = Array.from({ length: mailboxes }, (_, index) => index).values();
  const lane = async () => {
    for (const index of indexes) {
      const engineUrl = engineUrls[index % engineUrls.length] ?? '';
      await connectPhone(phoneOf(engineUrl, { index, mailbox: index }, password));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

/** A phone of the bench. */
export function phoneOf(engineUrl: string, { index, mailbox }: { index: number; mailbox: number }, password = 'demo') {
  return new EasClient({
    engineUrl,
    ...(engineUrl.startsWith('https:') && { agent: trusting }),
    user: `box${mailbox}@example.com`,
    password,
    deviceId: `PUSH${index}`,
    deviceType: 'iPhone',
    userAgent: 'Apple-iPhone15C4/2206.76',
    protocolVersion: '16.1',
  });
}

/** Takes a phone through both phases of Provision, FolderSync and its Inbox. @returns the id of the Inbox */
export async function connectPhone(phone: EasClient): Promise<string> {
  await followPolicy(phone);
  const hierarchy = await phone.folderSync('0');
  const added = hierarchy.response?.changes?.added ?? [];
  const collectionId = added.find(({ type }) => type === folderType.inbox)?.serverId ?? 'inbox';
  for (const syncKey of ['0', '1']) {
    await phone.sync({ collections: [{ syncKey, collectionId, deletesAsMoves: true, changes: [] }], isPartial: false });
  }
  return collectionId;
}

/** Takes a phone through both phases of Provision. */
export async function followPolicy(phone: EasClient): Promise<void> {
  const policyType = WBXML_POLICY_TYPE;
  const told = await phone.provision({ policies: [{ policyType }] });
  const given = told.response?.policies?.[0]?.policyKey;
  const done = await phone.provision({ policies: [{ policyType, policyKey: given, status: 1 }] });
  phone.policyKey = done.response?.policies?.[0]?.policyKey ?? 0;
}

/** Copies the phones of `connectTemplates` until there are so many, `PUSH<n>` belonging to mailbox n modulo mailboxes. */
export async function copyTemplates({ ownerUrl, mailboxes }: Fleet, devices: number): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await untilPasswordsKept(owner);
    const others = await columnsOf(owner, 'device', ['id', 'eas_device_id', 'device_key']);
    await owner.query(
      `INSERT INTO device (id, eas_device_id, device_key, ${others.join(', ')})
       SELECT gen_random_uuid(), 'PUSH' || n, 'push' || n, ${others.map((name) => `t.${name}`).join(', ')}
       FROM generate_series($1::int, $2::int - 1) n JOIN device t ON t.device_key = 'push' || (n % $1::int)
       ON CONFLICT DO NOTHING`,
      [mailboxes, devices],
    );
    const states = await columnsOf(owner, 'collection_state', ['device_id']);
    await owner.query(
      `INSERT INTO collection_state (device_id, ${states.join(', ')})
       SELECT d.id, ${states.map((name) => `s.${name}`).join(', ')}
       FROM generate_series($1::int, $2::int - 1) n
         JOIN device d ON d.device_key = 'push' || n
         JOIN device t ON t.device_key = 'push' || (n % $1::int)
         JOIN collection_state s ON s.device_id = t.id
       ON CONFLICT DO NOTHING`,
      [mailboxes, devices],
    );
    await owner.query('VACUUM ANALYZE');
  } finally {
    await owner.end();
  }
}

/** The engine keeps hashes of passwords behind the requests. */
async function untilPasswordsKept(owner: Client): Promise<void> {
  for (;;) {
    const { rowCount } = await owner.query('SELECT 1 FROM device WHERE password_hash IS NULL LIMIT 1');
    if (rowCount === 0) return;
    await delay(POLL_MS);
  }
}

async function columnsOf(owner: Client, table: string, without: readonly string[]): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows.map(({ name }) => name).filter((name) => !without.includes(name));
}
