import { z } from 'zod';
import type { Prisma } from '@/lib/db/generated/client';
import type { SyncItemResponse } from '@/lib/protocol/eas/sync-response';
import type { EasElement } from '@/lib/protocol/wbxml/element';

/** What the changes of one request came to: by digest of the change its entry in Responses, or null for none. */
export type Outcome = Readonly<Record<string, SyncItemResponse | null>>;

/** JSON has no octets: they are stored as base64, beside the text that an element may have instead. */
const StoredElement: z.ZodType<EasElement> = z.lazy(() =>
  z
    .object({
      // Written by us from an element that was one: the namespace is one of those there are.
      namespace: z.custom<EasElement['namespace']>((value) => typeof value === 'string'),
      name: z.string(),
      children: z.array(StoredElement),
      text: z.string().optional(),
      base64: z.string().optional(),
    })
    .transform(({ base64, ...element }) =>
      base64 === undefined ? element : { ...element, opaque: Buffer.from(base64, 'base64') },
    ),
);

const StoredOutcome = z.record(
  z.string(),
  z
    .object({
      kind: z.enum(['add', 'change', 'delete', 'fetch']),
      class: z.string().optional(),
      clientId: z.string().optional(),
      serverId: z.string().optional(),
      instanceId: z.string().optional(),
      status: z.number().int(),
      properties: z.array(StoredElement).optional(),
    })
    .nullable(),
);

/** As a JSON column takes it; null: there is nothing to keep. */
export function toStoredOutcome(outcome: Outcome): Prisma.InputJsonObject | null {
  const entries = Object.entries(outcome);
  if (entries.length === 0) return null;
  const text = JSON.stringify(Object.fromEntries(entries), (_key, value: unknown) =>
    isElement(value) ? storable(value) : value,
  );
  return JSON.parse(text) as Prisma.InputJsonObject; // it was made of an object just now
}

/** Nothing that can be read: as if there had been no changes. They come to the same when they are made again. */
export const fromStoredOutcome = (stored: unknown): Outcome => StoredOutcome.safeParse(stored).data ?? {};

const isElement = (value: unknown): value is EasElement =>
  typeof value === 'object' && value !== null && 'namespace' in value && 'children' in value;

function storable({ opaque, ...element }: EasElement): object {
  return opaque ? { ...element, base64: Buffer.from(opaque).toString('base64') } : element;
}
