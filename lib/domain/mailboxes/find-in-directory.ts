import type { DomainContext } from '@/lib/domain/context';

export type DirectoryEntry = { readonly displayName: string; readonly address: string };

export type DirectoryQuery = {
  /** The mailbox that asks: it finds people of its own domain only. */
  readonly mailbox: string;
  /** Beginning of a name, of a word of it, or of an address. */
  readonly text: string;
  readonly skip: number;
  readonly limit: number;
};

export type DirectoryPage = { readonly entries: DirectoryEntry[]; readonly total: number };

/**
 * People whose mailboxes are known here, as the address book of phones. Those who never connected a phone are not among
 * them, nor is anybody of another domain.
 */
export async function findInDirectory(
  { db }: Pick<DomainContext, 'db'>,
  { mailbox, text, skip, limit }: DirectoryQuery,
): Promise<DirectoryPage> {
  const wanted = text.trim();
  const at = mailbox.lastIndexOf('@');
  if (wanted === '' || at < 0) return { entries: [], total: 0 };
  const insensitive = 'insensitive' as const;
  const where = {
    AND: [
      { name: { endsWith: mailbox.slice(at) } },
      {
        OR: [
          { name: { startsWith: wanted.toLowerCase() } },
          { displayName: { startsWith: wanted, mode: insensitive } },
          { displayName: { contains: ` ${wanted}`, mode: insensitive } },
        ],
      },
    ],
  };
  const [rows, total] = [
    await db.mailbox.findMany({
      where,
      select: { name: true, displayName: true },
      orderBy: { name: 'asc' },
      skip,
      take: limit,
    }),
    await db.mailbox.count({ where }),
  ];
  return { entries: rows.map(({ name, displayName }) => ({ displayName: displayName ?? name, address: name })), total };
}
