import { describe, expect, it } from 'vitest';
import { offeredActions, type DeviceAbilities } from '@/components/devices/device-abilities';
import type { CommandState } from '@/lib/domain/commands/contract';

const administrator: DeviceAbilities = { canOrder: true, canCancel: true, canManage: true, canSeeExceptions: true };
const auditor: DeviceAbilities = { canOrder: false, canCancel: false, canManage: false, canSeeExceptions: true };
const active = { openCommand: null, access: 'allowed', blockReason: null, autoBlock: null } as const;
const withOpen = (state: CommandState) => ({ ...active, openCommand: { state } });
const offered = (device: Parameters<typeof offeredActions>[0], can = administrator) => [...offeredActions(device, can)];

describe('what can be done with a device', () => {
  it('is nothing for an auditor', () => expect(offered(active, auditor)).toEqual([]));

  it('is an order, a block or a removal while it is active', () => {
    expect(offered(active)).toEqual(['wipe', 'delete', 'block', 'remove']);
  });

  it('is no second order while one is open', () => {
    expect(offered(withOpen('queued'))).toEqual(['cancel', 'block', 'remove']);
  });

  it.each(['delivered', 'failed'] as const)('is no cancelling once the order is %s', (state) => {
    expect(offered(withOpen(state))).not.toContain('cancel');
  });

  it.each(['wiped', 'deleted'] as const)(
    'is allowing again, and no further order, when it is refused as %s',
    (blockReason) => {
      expect(offered({ openCommand: null, access: 'blocked', blockReason, autoBlock: null })).toEqual([
        'allow',
        'remove',
      ]);
    },
  );

  it('is a block by hand, but no allowing, while it is blocked automatically: the end of that is offered elsewhere', () => {
    const at = '2026-03-01T14:20:00.000Z';
    const autoBlock = { kind: 'sendMail', count: 301, limit: 300, minutes: 60, since: at, until: at } as const;
    const blocked = { openCommand: null, access: 'blocked', blockReason: null, autoBlock } as const;
    expect(offered(blocked)).toEqual(['wipe', 'delete', 'block', 'remove']);
  });

  it('is still an order when it is blocked by hand: a lost phone may be blocked first and wiped then', () => {
    expect(offered({ openCommand: null, access: 'blocked', blockReason: 'by_hand', autoBlock: null })).toContain(
      'wipe',
    );
  });
});
