import type { Database } from '@/lib/db/client';
import { deviceName } from '@/lib/domain/devices/device-name';
import { loadMailServers } from '@/lib/domain/mail-servers/load-mail-servers';
import type { NoticeItem, NoticeKind } from '@/lib/domain/notices/contract';

/** What a mail says about each of these, in their order. What went away in the very moment is left out. */
export async function loadNoticeItems(
  db: Database,
  kind: NoticeKind,
  subjects: readonly string[],
): Promise<NoticeItem[]> {
  const items = await load(db, kind, [...subjects]);
  return subjects.flatMap((subject) => items.get(subject) ?? []);
}

function load(db: Database, kind: NoticeKind, subjects: string[]): Promise<Map<string, NoticeItem>> {
  switch (kind) {
    case 'quarantine':
    case 'policy_loop':
      return loadDevices(db, kind, subjects);
    case 'exception':
      return loadExceptions(db, subjects);
    case 'mail_server':
      return loadTroubles(db);
  }
}

async function loadDevices(
  db: Database,
  kind: 'quarantine' | 'policy_loop',
  ids: string[],
): Promise<Map<string, NoticeItem>> {
  const rows = await db.device.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      friendlyName: true,
      model: true,
      deviceType: true,
      os: true,
      firstContactAt: true,
      lastContactAt: true,
      mailbox: { select: { name: true } },
    },
  });
  return new Map(
    rows.map((row) => {
      const at = kind === 'quarantine' ? row.firstContactAt : row.lastContactAt;
      return [row.id, { kind, deviceId: row.id, name: deviceName(row), os: row.os, mailbox: row.mailbox.name, at }];
    }),
  );
}

async function loadExceptions(db: Database, ids: string[]): Promise<Map<string, NoticeItem>> {
  const rows = await db.policyException.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      endsAt: true,
      groupName: true,
      mailbox: { select: { name: true } },
      group: { select: { name: true } },
    },
  });
  return new Map(
    rows.map(({ id, endsAt, groupName, mailbox, group }) => {
      const holder = mailbox?.name ?? group?.name ?? groupName ?? '';
      return [id, { kind: 'exception', holder, isGroup: mailbox === null, endsAt }];
    }),
  );
}

async function loadTroubles(db: Database): Promise<Map<string, NoticeItem>> {
  const servers = await loadMailServers(db);
  return new Map(
    servers.flatMap(({ protocol, address, problem, since }): [string, NoticeItem][] =>
      problem === null ? [] : [[protocol, { kind: 'mail_server', protocol, address, problem, since: new Date(since) }]],
    ),
  );
}
