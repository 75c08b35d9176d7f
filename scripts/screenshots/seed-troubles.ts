import { createDatabase } from '@/lib/db/client';
import type { MailFolderKind } from '@/lib/db/generated/enums';
import { declareMailServers } from '@/lib/domain/mail-servers/declare-mail-servers';
import { recordMailServer } from '@/lib/domain/mail-servers/record-mail-server';

const MINUTE_MS = 60_000;
const imap = 'mail.example.com:993';
const smtp = 'mail.example.com:465';

const folders: readonly (readonly [string, MailFolderKind, MailFolderKind?])[] = [
  ['INBOX', 'INBOX'],
  ['Archive', 'MAIL', 'ARCHIVE'],
  ['Drafts', 'DRAFTS'],
  ['Projects', 'MAIL'],
  ['Projects/2026', 'MAIL'],
  ['Projects/2026/Offers and contracts of the southern region', 'MAIL'],
  ['Sent', 'SENT'],
  ['Spam', 'JUNK'],
  ['Trash', 'TRASH'],
];

/** What the demo's own mail store and network never get into: mail servers in trouble, folders, and connections that are cut. */
export async function seedTroubles(url: string): Promise<void> {
  const { db, close } = createDatabase(url, { max: 1 });
  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);
  try {
    await declareMailServers(db, { imap, smtp }, ago(600));
    await recordMailServer(db, { protocol: 'imap', address: imap, problem: null, at: ago(2) });
    await recordMailServer(db, { protocol: 'smtp', address: smtp, problem: null, at: ago(300) });
    await recordMailServer(db, { protocol: 'smtp', address: smtp, problem: 'certificate_not_trusted', at: ago(14) });
    const mailbox = await db.mailbox.findFirstOrThrow({ orderBy: { name: 'asc' }, select: { name: true } });
    await db.mailFolder.createMany({
      data: folders.map(([path, detectedKind, chosenKind = null], index) => ({
        mailbox: mailbox.name,
        path,
        folderId: `folder-${index}`,
        delimiter: '/',
        detectedKind,
        chosenKind,
        revision: 1,
      })),
    });
    const device = await db.device.findFirstOrThrow({
      where: { standing: { state: 'NORMAL' } },
      orderBy: { lastContactAt: 'desc' },
      select: { id: true },
    });
    await db.device.update({
      where: { id: device.id },
      data: {
        heartbeatSeconds: 470,
        recentHeartbeats: [470, 600, 900],
        recentHolds: [60, 61, 60, 12, 60].map((seconds) => ({ seconds, outcome: seconds < 15 ? 'news' : 'early' })),
        earlyEnds: 37,
        cutAfterSeconds: 60,
        cutSeenAt: ago(9),
      },
      select: { id: true },
    });
  } finally {
    await close();
  }
}
