import { z } from 'zod';

/** Pages go by key: `cursor` is opaque and comes from the page before. */
export const PageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Cursors to both sides; null where there is no page. */
export const PageCursors = {
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
};

/** A list in a query string: `a,b` or repeated; empty parts are dropped. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []).filter((part) => part !== ''),
    z.array(item).max(50),
  );
