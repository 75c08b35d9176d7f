import { z } from 'zod';
import { MailProtocol, MailServerProblem } from '@/lib/domain/mail-servers/contract';
import { CommandView } from '@/lib/domain/commands/contract';
import { PolicyLoopCause } from '@/lib/domain/devices/contract';

/** What needs a look, and how things stand. */
export const Overview = z.object({
  deviceCount: z.number().int(),
  contactedTodayCount: z.number().int(),
  silentCount: z.number().int(),
  blockedCount: z.number().int(),
  quarantinedCount: z.number().int(),
  policyLoopCount: z.number().int(),
  policyRefusedCount: z.number().int(),
  /** Devices whose held connections something on the way cuts, and after how many seconds most of them; null for none. */
  cutCount: z.number().int(),
  cutAfterSeconds: z.number().int().nullable(),
  /** Some of those that go round in circles, with the likely cause. */
  policyLoops: z
    .array(z.object({ deviceId: z.uuid(), name: z.string(), mailbox: z.string(), cause: PolicyLoopCause.nullable() }))
    .max(10),
  /** Mail servers that are of no use. */
  mailServerProblems: z
    .array(z.object({ protocol: MailProtocol, problem: MailServerProblem, since: z.iso.datetime() }))
    .max(2),
  openCommands: z.array(CommandView).max(50),
  exceptionsEndingSoon: z
    .array(z.object({ id: z.uuid(), holder: z.string(), isGroup: z.boolean(), endsAt: z.iso.datetime() }))
    .max(20),
});
export type Overview = z.infer<typeof Overview>;
