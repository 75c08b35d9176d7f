import { z } from 'zod';
import type { Transaction, Database } from '@/lib/db/client';
import { AccessConditions, AccessSettings } from '@/lib/domain/access/contract';
import type { AccessRule } from '@/lib/domain/access/decide-access';
import { AccessLevel } from '@/lib/domain/devices/contract';

/** Settings and rules of one moment. The same revision is the same book, in every process. */
export interface AccessBook {
  revision: string;
  settings: AccessSettings;
  rules: AccessRule[];
}

/** As the database spells it. */
const StoredLevel = z
  .string()
  .transform((level) => level.toLowerCase())
  .pipe(AccessLevel);

const StoredBook = z.object({
  settings: z.object({ ...AccessSettings.shape, defaultLevel: StoredLevel }),
  rules: z.array(
    z.object({ name: z.string(), level: StoredLevel, conditions: AccessConditions, isEnabled: z.boolean() }),
  ),
});

/** Selects the book as text, of `access_settings x`. */
export const accessBookSql = `json_build_object(
  'settings', json_build_object('defaultLevel', x.default_level, 'maxDevices', x.max_devices,
    'minProtocolVersion', x.min_protocol_version, 'noticeEn', x.notice_en, 'noticeDe', x.notice_de),
  'rules', coalesce((SELECT json_agg(json_build_object('name', r.name, 'level', r.level, 'conditions', r.conditions,
      'isEnabled', r.is_enabled) ORDER BY r.position, r.id) FROM access_rule r), '[]'))::text`;

/** Read last. Anybody who finds another revision in the database is given the whole book with it. */
let latest: AccessBook | null = null;

/** The book that this process has, so that it need not be read again. */
export const knownBook = (): AccessBook | null => latest;

/**
 * The book of a revision.
 *
 * @param text null: the database was told that this revision is `known`
 * @throws if it cannot be read: nothing may take that for "no rules"
 */
export function readAccessBook(revision: string, text: string | null, known: AccessBook | null): AccessBook {
  if (known?.revision === revision) return known;
  if (text === null) throw new Error(`Access rules of revision ${revision} are not there`);
  latest = { revision, ...StoredBook.parse(JSON.parse(text)) };
  return latest;
}

const BookRow = z.tuple([z.object({ revision: z.uuid(), book: z.string() })]);

/** Settings and rules as they stand now. */
export async function loadAccessBook(db: Database | Transaction): Promise<AccessBook> {
  const rows = await db.$queryRawUnsafe(`SELECT x.revision, ${accessBookSql} AS book FROM access_settings x`);
  const [{ revision, book }] = BookRow.parse(rows);
  return readAccessBook(revision, book, latest);
}
