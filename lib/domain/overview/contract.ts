import { z } from 'zod';
import { CommandView } from '@/lib/domain/commands/contract';

/** What needs a look, and how things stand. */
export const Overview = z.object({
  deviceCount: z.number().int(),
  contactedTodayCount: z.number().int(),
  silentCount: z.number().int(),
  blockedCount: z.number().int(),
  quarantinedCount: z.number().int(),
  policyLoopCount: z.number().int(),
  policyRefusedCount: z.number().int(),
  openCommands: z.array(CommandView).max(50),
  exceptionsEndingSoon: z.array(z.object({ id: z.uuid(), mailbox: z.string(), endsAt: z.iso.datetime() })).max(20),
});
export type Overview = z.infer<typeof Overview>;
