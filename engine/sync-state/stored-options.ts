import { z } from 'zod';
import { LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type BodyPreference, bodyType, type SyncOptions } from '@/lib/protocol/eas/sync-options';

const Preference = z.object({
  type: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  truncationBytes: z.number().int().optional(),
  allOrNone: z.boolean(),
  preview: z.number().int().optional(),
});

/** What is kept of a collection's options: what its answers depend on. */
export const StoredOptions = z.object({
  filterType: z.number().int().optional(),
  bodyPreferences: z.array(Preference),
  bodyPartPreferences: z.array(Preference).default([]),
  /** 0: the client's version wins. */
  conflict: z.union([z.literal(0), z.literal(1)]).optional(),
  mimeSupport: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  mimeTruncation: z.number().int().optional(),
});
export type StoredOptions = z.infer<typeof StoredOptions>;

/** Nothing was asked for: every mail, its body as plain text. */
export const defaultOptions: StoredOptions = Object.freeze({ bodyPreferences: [], bodyPartPreferences: [] });

/** A block for SMS stands beside the one for mail. */
const SMS = 'SMS';

/** The block that is about the folder's own class. */
export function optionsToStore(blocks: readonly SyncOptions[], version?: ProtocolVersion): StoredOptions {
  const own = blocks.find((block) => block.class?.toUpperCase() !== SMS);
  const preferences = version === LEGACY_VERSION ? legacyPreferences(own ?? {}) : own?.bodyPreferences;
  return {
    filterType: own?.filterType,
    bodyPreferences: preferences?.map((each) => ({ ...each })) ?? [],
    bodyPartPreferences: own?.bodyPartPreferences.map((each) => ({ ...each })) ?? [],
    conflict: own?.conflict,
    mimeSupport: own?.mimeSupport,
    mimeTruncation: own?.mimeTruncation,
  };
}

/** What Truncation stands for, from 0 to 8: characters of text, counted as octets. 9, or none, is the whole text. */
const truncationBytes = [0, 512, 1024, 2048, 5120, 10_240, 20_480, 51_200, 102_400] as const;

/** What a client of 2.5 wants, in the words of later versions: text, or the message itself where it wants MIME. */
function legacyPreferences({ truncation = 9, mimeSupport = 0 }: Partial<SyncOptions>): BodyPreference[] {
  const text = { type: bodyType.text, allOrNone: false, truncationBytes: truncationBytes[truncation] };
  return mimeSupport === 0 ? [text] : [text, { type: bodyType.mime, allOrNone: false }];
}

/** The same without a limit: a client of 2.5 that asks for one mail by name wants the rest of it. */
export const withoutTruncation = (options: StoredOptions): StoredOptions => ({
  ...options,
  bodyPreferences: options.bodyPreferences.map(({ truncationBytes: _limit, ...each }) => each),
  mimeTruncation: undefined,
});

const DAY_MS = 86_400_000;
/** [MS-ASCMD] 2.2.3.68.2 FilterType (Sync): for mail, days back. */
const filterDays: readonly (number | null)[] = [null, 1, 3, 7, 14, 31];

/** Whether a folder of mail can be filtered by this type. */
export const isMailFilter = (filterType: number | undefined): boolean => (filterType ?? 0) < filterDays.length;

/**
 * From when on mails are wanted; undefined: all. The beginning of a day in UTC: mail servers search by day, and so the
 * window of a folder moves once a day.
 */
export function filterStart({ filterType = 0 }: StoredOptions, now: Date): Date | undefined {
  const days = filterDays[filterType] ?? null;
  if (days === null) return undefined;
  const start = now.getTime() - days * DAY_MS;
  return new Date(start - (start % DAY_MS));
}
