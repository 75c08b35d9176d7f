import { loadAccessBook } from '@/lib/domain/access/access-book';
import type { AccessDraft, AccessImpact, ConcernedDevices } from '@/lib/domain/access/contract';
import { decideAccess } from '@/lib/domain/access/decide-access';
import { listInventory } from '@/lib/domain/access/list-inventory';
import type { DomainContext } from '@/lib/domain/context';
import type { AccessLevel } from '@/lib/domain/devices/contract';
import { requirePermission } from '@/lib/domain/permissions';

const NAMED_DEVICES = 50;

const groupOf = { blocked: 'block', quarantined: 'quarantine', allowed: 'free' } as const satisfies Record<
  AccessLevel,
  keyof AccessImpact
>;

/**
 * What applying a draft would change, tried against every device there is, as it last told about itself. Nothing is
 * written.
 *
 * @throws DomainError `permission_denied`
 */
export async function previewAccess(ctx: DomainContext, draft: AccessDraft): Promise<AccessImpact> {
  requirePermission(ctx.actor, 'access:read');
  const book = await loadAccessBook(ctx.db);
  const impact: AccessImpact = { deviceCount: 0, block: nobody(), quarantine: nobody(), free: nobody() };
  for await (const devices of listInventory(ctx.db)) {
    impact.deviceCount += devices.length;
    for (const device of devices) {
      const { level: from } = decideAccess(device, book.rules, book.settings);
      const { level, trace } = decideAccess(device, draft.rules, draft.settings);
      if (level === from) continue;
      const { id, mailbox, name } = device;
      note(impact[groupOf[level]], { id, mailbox, name, from, ruleName: trace.at(-1)?.name ?? null });
    }
  }
  return impact;
}

const nobody = (): ConcernedDevices => ({ count: 0, devices: [] });

/** Keeps those that come first by mailbox; the list stays short, so sorting it each time costs nothing. */
function note(concerned: ConcernedDevices, device: ConcernedDevices['devices'][number]): void {
  concerned.count += 1;
  const { devices } = concerned;
  const last = devices.at(-1);
  if (devices.length >= NAMED_DEVICES && last && compare(device, last) >= 0) return;
  devices.push(device);
  devices.sort(compare);
  devices.length = Math.min(devices.length, NAMED_DEVICES);
}

type Named = ConcernedDevices['devices'][number];
const compare = (a: Named, b: Named): number =>
  a.mailbox < b.mailbox ? -1 : a.mailbox > b.mailbox ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
