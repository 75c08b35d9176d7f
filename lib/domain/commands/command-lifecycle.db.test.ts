import { describe, expect, it } from 'vitest';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { enforceRefusal, markDelivered, recordAnswer } from '@/lib/domain/commands/command-lifecycle';
import { findOpenCommand } from '@/lib/domain/commands/find-open-command';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';
import { useDatabase } from '@/scripts/testing/database';
import { HISTORY_IS_BROKEN, withBrokenHistory } from '@/scripts/testing/domain/broken-history';

const { db, ownerUrl } = await useDatabase();
const { helpdesk, auditor, phone, clock } = testContexts(db);
const reason = 'left in a taxi';
const contact = { address: '198.51.100.9', protocolVersion: '16.1' };
const success = { ...contact, outcome: 'acknowledged', status: '1', proof: 'password' } as const;
const failure = { ...contact, outcome: 'failed', status: '2', proof: 'former_password' } as const;

async function queued(kind: 'wipe' | 'delete', protocolVersion = '16.1') {
  const device = await connectPhone(phone, { protocolVersion });
  const command = await queueCommand(helpdesk, { deviceId: device.id, kind, reason });
  return { device, commandId: command.id };
}

const commandOf = (id: string) => db.deviceCommand.findUniqueOrThrow({ where: { id } });
const actionsOf = async (targetId: string) => {
  const events = await db.auditEvent.findMany({ where: { targetId }, orderBy: { sequence: 'asc' } });
  return events.map((event) => event.action);
};

describe('cancel against delivery', () => {
  it('has exactly one winner in 200 races, and the loser is told so', async () => {
    const winners = { cancel: 0, delivery: 0 };
    for (let round = 0; round < 200; round += 1) {
      const { commandId } = await queued('wipe');
      const cancel = () => cancelCommand(helpdesk, { commandId, reason }).then(() => true, refusedAsDelivered);
      const deliver = () => markDelivered(phone, commandId, contact);
      // Who asks first alternates, so that neither side wins by habit.
      const [cancelWins, deliveryWins] =
        round % 2 === 0
          ? await Promise.all([cancel(), deliver()])
          : (await Promise.all([deliver(), cancel()])).toReversed();
      expect(cancelWins).toBe(!deliveryWins);
      const { state, deliveries } = await commandOf(commandId);
      expect({ state, deliveries }).toEqual(
        cancelWins ? { state: 'CANCELLED', deliveries: 0 } : { state: 'DELIVERED', deliveries: 1 },
      );
      expect(await actionsOf(commandId)).toEqual([
        'command_queued',
        cancelWins ? 'command_cancelled' : 'command_delivered',
      ]);
      winners[cancelWins ? 'cancel' : 'delivery'] += 1;
    }
    expect(Math.min(winners.cancel, winners.delivery)).toBeGreaterThan(0);
  }, 120_000);

  it('says when and where the command was delivered to whoever cancels too late', async () => {
    const { commandId } = await queued('wipe');
    await markDelivered(phone, commandId, contact);
    const details = { deliveredAt: clock.now().toISOString(), deliveredAddress: contact.address };
    const refusal = { code: 'command_not_cancellable', details };
    await expect(cancelCommand(helpdesk, { commandId, reason })).rejects.toMatchObject(refusal);
    await recordAnswer(phone, commandId, failure);
    await expect(cancelCommand(helpdesk, { commandId, reason })).rejects.toMatchObject(refusal);
    await recordAnswer(phone, commandId, success);
    await expect(cancelCommand(helpdesk, { commandId, reason })).rejects.toMatchObject(refusal);
  });

  it('refuses to cancel twice, and what does not exist', async () => {
    const { commandId } = await queued('wipe');
    await cancelCommand(helpdesk, { commandId, reason });
    await expect(cancelCommand(helpdesk, { commandId, reason })).rejects.toMatchObject({ code: 'command_closed' });
    const unknown = '018f0000-0000-7000-8000-0000000000ff';
    await expect(cancelCommand(helpdesk, { commandId: unknown, reason })).rejects.toMatchObject({
      code: 'command_not_found',
    });
  });

  it('is only open to those who may cancel', async () => {
    const { commandId } = await queued('wipe');
    for (const ctx of [auditor, phone]) {
      await expect(cancelCommand(ctx, { commandId, reason })).rejects.toMatchObject({ code: 'permission_denied' });
    }
    expect(await commandOf(commandId)).toMatchObject({ state: 'QUEUED' });
  });

  it('hands nothing out after a cancel', async () => {
    const { device, commandId } = await queued('wipe');
    await cancelCommand(helpdesk, { commandId, reason });
    expect(await markDelivered(phone, commandId, contact)).toBe(false);
    expect(await findOpenCommand(phone, device)).toBeNull();
  });
});

describe('delivery', () => {
  it('is not done: the command stays open until the device has answered', async () => {
    const { device, commandId } = await queued('wipe');
    expect(await markDelivered(phone, commandId, contact)).toBe(true);
    expect(await findOpenCommand(phone, device)).toMatchObject({ id: commandId, state: 'delivered' });
    expect((await findDeviceFacts(phone, device))?.blockReason).toBeNull();
  });

  it('keeps the time of the first one, and offers the command again after a crash in between', async () => {
    const { device, commandId } = await queued('wipe');
    const firstAt = clock.now();
    await markDelivered(phone, commandId, contact);
    clock.advance({ minutes: 3 });
    expect(await markDelivered(phone, commandId, { ...contact, address: '203.0.113.1' })).toBe(true);
    expect(await commandOf(commandId)).toMatchObject({
      deliveries: 2,
      deliveredAt: firstAt,
      deliveredAddress: contact.address,
    });
    expect(await actionsOf(commandId)).toEqual(['command_queued', 'command_delivered']);
    expect(await db.deviceEvent.findMany({ where: { deviceKey: device.deviceKey } })).toEqual([
      expect.objectContaining({
        type: 'command_offered_again',
        details: { commandId, deliveries: 2, address: '203.0.113.1', protocolVersion: '16.1' },
      }),
    ]);
  });

  it('counts once when two requests of the device fetch it together', async () => {
    const { commandId } = await queued('wipe');
    const results = await Promise.all([1, 2, 3].map(() => markDelivered(phone, commandId, contact)));
    expect(results).toEqual([true, true, true]);
    expect(await commandOf(commandId)).toMatchObject({ deliveries: 3, state: 'DELIVERED' });
    expect(await actionsOf(commandId)).toEqual(['command_queued', 'command_delivered']);
  });
});

describe('the answer of the device', () => {
  it('closes the command on success, refuses the device from then on and leaves it nothing to go on from', async () => {
    const { device, commandId } = await queued('wipe');
    await db.device.update({
      where: { id: device.id },
      data: { policyKey: 1n, policyHash: 'x', temporaryPolicyKey: 2n, accessOverride: 'ALLOW', pingHeartbeat: 900 },
    });
    await db.collectionState.create({ data: { deviceId: device.id, collectionId: '', syncKey: 1, state: {} } });
    await markDelivered(phone, commandId, contact);
    expect(await recordAnswer(phone, commandId, success)).toBe(true);

    expect(await commandOf(commandId)).toMatchObject({
      state: 'ACKNOWLEDGED',
      closedAt: clock.now(),
      answeredAt: clock.now(),
      answerStatus: '1',
      answerProof: 'PASSWORD',
    });
    expect(await findDeviceFacts(phone, device)).toMatchObject({
      openCommand: null,
      blockReason: 'wiped',
      accessOverride: 'automatic',
      removedAt: null,
      policyKey: null,
      policyHash: null,
      temporaryPolicyKey: null,
      policyState: 'none',
      pingHeartbeat: null,
    });
    expect(await db.collectionState.count({ where: { deviceId: device.id } })).toBe(0);
    expect(await actionsOf(commandId)).toEqual(['command_queued', 'command_delivered', 'command_acknowledged']);
  });

  it('ends the partnership after a delete', async () => {
    const { device, commandId } = await queued('delete');
    await markDelivered(phone, commandId, contact);
    await recordAnswer(phone, commandId, success);
    expect(await findDeviceFacts(phone, device)).toMatchObject({ blockReason: 'deleted', removedAt: clock.now() });
  });

  it('leaves a failed command open, to be offered again, with the failure on record', async () => {
    const { device, commandId } = await queued('wipe');
    await markDelivered(phone, commandId, contact);
    expect(await recordAnswer(phone, commandId, failure)).toBe(true);
    expect(await findOpenCommand(phone, device)).toMatchObject({ id: commandId, state: 'failed' });
    expect((await findDeviceFacts(phone, device))?.blockReason).toBeNull();

    expect(await markDelivered(phone, commandId, contact)).toBe(true);
    expect(await commandOf(commandId)).toMatchObject({
      state: 'DELIVERED',
      deliveries: 2,
      failures: 1,
      closedAt: null,
      answerStatus: '2',
    });
    await recordAnswer(phone, commandId, success);
    expect(await actionsOf(commandId)).toEqual([
      'command_queued',
      'command_delivered',
      'command_failed',
      'command_acknowledged',
    ]);
  });

  it('says in the history how it was proved', async () => {
    const { commandId } = await queued('wipe');
    await markDelivered(phone, commandId, contact);
    await recordAnswer(phone, commandId, { ...success, proof: 'former_password' });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { targetId: commandId, action: 'command_acknowledged' },
    });
    expect(event).toMatchObject({
      actorKind: 'DEVICE',
      before: { state: 'delivered' },
      after: { state: 'acknowledged', status: '1', proof: 'former_password', ...contact },
    });
  });

  it('counts for nothing before the command was handed out, after a cancel, or a second time', async () => {
    const { commandId } = await queued('wipe');
    expect(await recordAnswer(phone, commandId, success)).toBe(false);
    await cancelCommand(helpdesk, { commandId, reason });
    expect(await recordAnswer(phone, commandId, success)).toBe(false);

    const other = await queued('wipe');
    await markDelivered(phone, other.commandId, contact);
    const answers = await Promise.all(
      [success, success, failure].map((each) => recordAnswer(phone, other.commandId, each)),
    );
    expect(answers.filter(Boolean).length).toBeGreaterThanOrEqual(1);
    expect(await commandOf(other.commandId)).toMatchObject({ state: 'ACKNOWLEDGED' });
    expect((await actionsOf(other.commandId)).filter((action) => action === 'command_acknowledged')).toHaveLength(1);
  });

  it('is recorded although device and mailbox were deleted meanwhile', async () => {
    const { device, commandId } = await queued('wipe');
    await db.device.delete({ where: { id: device.id } });
    await db.mailbox.delete({ where: { id: device.mailboxId } });
    expect(await markDelivered(phone, commandId, contact)).toBe(true);
    expect(await recordAnswer(phone, commandId, success)).toBe(true);
    expect(await commandOf(commandId)).toMatchObject({ state: 'ACKNOWLEDGED' });
  });

  it('is taken back if the history cannot be written', async () => {
    const { device, commandId } = await queued('wipe');
    await markDelivered(phone, commandId, contact);
    const other = await queued('wipe');
    await withBrokenHistory(ownerUrl, async () => {
      await expect(recordAnswer(phone, commandId, success)).rejects.toThrow(HISTORY_IS_BROKEN);
      await expect(markDelivered(phone, other.commandId, contact)).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect(await commandOf(other.commandId)).toMatchObject({ state: 'QUEUED', deliveries: 0 });
    expect(await findDeviceFacts(phone, device)).toMatchObject({
      blockReason: null,
      openCommand: { state: 'delivered' },
    });
  });
});

describe('a delete that the device cannot be told of', () => {
  it('is enforced at its first contact, which is not called an acknowledgement', async () => {
    const { device, commandId } = await queued('delete', '14.1');
    expect(await markDelivered(phone, commandId, contact)).toBe(false);
    expect(await enforceRefusal(phone, commandId, { ...contact, protocolVersion: '14.1' })).toBe(true);
    expect(await commandOf(commandId)).toMatchObject({
      state: 'ENFORCED',
      closedAt: clock.now(),
      deliveredAt: clock.now(),
      deliveredAddress: contact.address,
      deliveredVersion: '14.1',
      answeredAt: null,
    });
    expect(await findDeviceFacts(phone, device)).toMatchObject({
      openCommand: null,
      blockReason: 'deleted',
      removedAt: clock.now(),
    });
    expect(await actionsOf(commandId)).toEqual(['command_queued', 'command_enforced']);
  });

  it('is not enforced without its history', async () => {
    const { device, commandId } = await queued('delete', '14.1');
    await withBrokenHistory(ownerUrl, async () => {
      await expect(enforceRefusal(phone, commandId, contact)).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect(await findDeviceFacts(phone, device)).toMatchObject({ removedAt: null, openCommand: { state: 'queued' } });
  });

  it('competes with a cancel for one winner too', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { device, commandId } = await queued('delete', '14.1');
      const [cancelled, enforced] = await Promise.all([
        cancelCommand(helpdesk, { commandId, reason }).then(() => true, refusedAsDelivered),
        enforceRefusal(phone, commandId, contact),
      ]);
      expect(cancelled).toBe(!enforced);
      expect((await findDeviceFacts(phone, device))?.blockReason).toBe(enforced ? 'deleted' : null);
    }
  });

  it('never ends a command that the device has to be told', async () => {
    const { commandId } = await queued('wipe');
    expect(await enforceRefusal(phone, commandId, contact)).toBe(false);
    expect(await commandOf(commandId)).toMatchObject({ state: 'QUEUED' });
  });
});

describe('a new command', () => {
  it('finds no deadlock with an answer, a password and a policy that arrive together', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { device, commandId } = await queued('wipe');
      await markDelivered(phone, commandId, contact);
      const results = await Promise.allSettled([
        recordAnswer(phone, commandId, success),
        queueCommand(helpdesk, { deviceId: device.id, kind: 'wipe', reason }),
        markDelivered(phone, commandId, contact),
      ]);
      const faults = results.filter((each) => each.status === 'rejected' && each.reason.name !== 'DomainError');
      expect(faults).toEqual([]);
    }
  });
});

function refusedAsDelivered(error: unknown): boolean {
  expect(error).toMatchObject({ code: 'command_not_cancellable', details: { deliveredAddress: contact.address } });
  return false;
}
