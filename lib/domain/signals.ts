import { z } from 'zod';

/** PostgreSQL channel by which the console wakes the engine. A hint: the row is the truth. */
export const ENGINE_CHANNEL = 'mobileadmin_engine';
/** Channel by which anything that changed reaches open browser pages. */
export const CONSOLE_CHANNEL = 'mobileadmin_console';

/** Ends held pings and drops what the engine has in memory for a device, a mailbox, or everybody. */
export const EngineSignal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('device'),
    mailbox: z.string(),
    deviceKey: z.string(),
    why: z.enum(['command', 'access', 'removed']),
  }),
  z.object({
    kind: z.literal('mailbox'),
    mailbox: z.string(),
    why: z.enum(['policy', 'exception', 'folders', 'mail', 'access']),
    /** Of `mail`: where something changed. Left out: in some folder. */
    folderIds: z.array(z.string()).optional(),
    /** Of `mail`: a message is there that was not there before; else one was read, moved away or deleted. */
    hasArrivals: z.boolean().optional(),
  }),
  /** Somebody waits for a test mail. */
  z.object({ kind: z.literal('notice_test') }),
  z.object({ kind: z.literal('all'), why: z.enum(['policy', 'access']) }),
]);
export type EngineSignal = z.infer<typeof EngineSignal>;

/** Which cached queries of the console are stale. */
export const ConsoleSignal = z.object({
  topic: z.enum([
    'access',
    'devices',
    'commands',
    'policies',
    'exceptions',
    'mailboxes',
    'people',
    'tokens',
    'history',
    'mail_servers',
    'notices',
  ]),
  /** The device, policy … it is about, if it is one. */
  id: z.string().optional(),
});
export type ConsoleSignal = z.infer<typeof ConsoleSignal>;
