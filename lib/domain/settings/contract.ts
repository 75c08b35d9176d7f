import { z } from 'zod';

/** The database that console and engine work with, as far as operators need it to recognise it. */
export const DatabaseFacts = z.object({
  name: z.string(),
  serverVersion: z.string(),
  sizeBytes: z.number().int(),
});
export type DatabaseFacts = z.infer<typeof DatabaseFacts>;
