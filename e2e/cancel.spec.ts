import { expect, test } from './fixtures/test';
import type { TestPhone } from './fixtures/test-phone';
import { gate } from './fixtures/gate';
import { DevicePage } from './pages/device-page';
import { EasClient } from '@/engine/testing/eas-client';
import { CommandView } from '@/lib/domain/commands/contract';

test('an order that the phone has not fetched is taken back, and the phone goes on as before', async ({
  helpdeskPage,
  phones,
}) => {
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true } });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'believed lost');
  await device.button('Cancel the wipe …').click();
  const dialog = device.dialog('Cancel the wipe');
  await expect(dialog).toContainText('The device has not fetched the command yet.');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('it was in the other coat');
  await dialog.getByRole('button', { name: 'Cancel the command' }).click();
  await expect(device.told(`The command to ${phone.name} is cancelled. Nothing was erased.`)).toBeVisible();
  await expect(device.commandState()).toHaveText('Cancelled');
  await expect(device.step('Cancelled')).toContainText('by Hanna Holt');

  const mark = phone.mark;
  phone.phone.wake();
  await phone.reaches('pinging');
  expect(phone.heard('wipe-ordered', mark)).toEqual([]);
  expect(phone.phone.memory.items.size).toBeGreaterThan(0);
});

test('a cancel that comes too late says so with the time of delivery', async ({ helpdeskPage, phones }) => {
  const held = gate();
  const phone = await phones.connect({ habits: { sleepsAfterSetUp: true, beforeWipeReport: () => held.opened } });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'believed lost');
  await device.button('Cancel the wipe …').click();
  const dialog = device.dialog('Cancel the wipe');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('it was in the other coat');

  // Only now, with the dialog open and filled in, the phone fetches its order.
  phone.phone.wake();
  await phone.hears('wipe-ordered');
  await dialog.getByRole('button', { name: 'Cancel the command' }).click();
  const refusal = dialog.getByRole('alert');
  await expect(refusal).toContainText('Too late: the device has already fetched the command');
  await expect(refusal).toContainText(/It was delivered on .*\d+:\d\d:\d\d.* to 127\.0\.0\.1\./);
  await expect(dialog.getByRole('button', { name: 'Cancel the command' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(device.commandState()).toHaveText('Delivered');

  held.open();
  await phone.reaches('wiped');
  await expect(device.commandState()).toHaveText('Acknowledged');
});

const ROUNDS = 200;
const ABREAST = 4;

test(`of a cancel and a delivery at the same moment exactly one wins, ${ROUNDS} times`, async ({
  api,
  phones,
  system,
}) => {
  test.setTimeout(300_000);
  const tally = { cancelled: 0, delivered: 0, both: 0, neither: 0 };
  await Promise.all(Array.from({ length: ABREAST }, (_each, lane) => runLane(lane)));
  console.log(`cancel against delivery, ${ROUNDS} rounds: ${JSON.stringify(tally)}`);
  expect(tally).toMatchObject({ both: 0, neither: 0 });
  expect(tally.cancelled).toBeGreaterThan(0);
  expect(tally.delivered).toBeGreaterThan(0);
  expect(tally.cancelled + tally.delivered).toBe(ROUNDS);

  async function runLane(lane: number): Promise<void> {
    const phone = await phones.connect({ make: 'iPhone 15' });
    await phone.phone.stop();
    const client = clientOf(phone, system.engineUrl);
    // Whoever has just lost starts a little earlier in the next round, so that all of them are close.
    let headStart = 4;
    for (let round = lane; round < ROUNDS; round += ABREAST) {
      const outcome = await race({ client, phone, headStart });
      tally[outcome] += 1;
      headStart = Math.max(0, headStart + (outcome === 'delivered' ? 1 : -1));
    }
  }

  /** A cancel by the console's API against a fetch by the engine's port, which follows after some small requests. */
  async function race({ client, phone, headStart }: { client: EasClient; phone: TestPhone; headStart: number }) {
    const path = `/devices/${phone.deviceId}/commands`;
    const command = await api.helpdesk.post(path, CommandView, { kind: 'wipe', reason: 'a race' });
    const fetch = async () => {
      for (let small = 0; small < headStart; small += 1) await client.options();
      return client.provision({});
    };
    const [cancel, fetched] = await Promise.all([
      api.helpdesk.send('POST', `/commands/${command.id}/cancel`, { reason: 'changed our minds' }),
      fetch(),
    ]);
    const isCancelled = cancel.ok();
    const isDelivered = fetched.response?.remoteWipe === true;
    if (!isCancelled) expect(cancel.status()).toBe(409);

    const after = await api.helpdesk.get(`/commands/${command.id}`, CommandView);
    expect(after).toMatchObject(
      isCancelled ? { state: 'cancelled', deliveries: 0 } : { state: 'delivered', deliveries: 1 },
    );
    if (isDelivered) await endDelivered(client, phone);
    if (isCancelled === isDelivered) return isCancelled ? 'both' : 'neither';
    return isCancelled ? 'cancelled' : 'delivered';
  }

  /** The phone obeys and is allowed again, so that the next round finds it as this one did. */
  async function endDelivered(client: EasClient, phone: TestPhone): Promise<void> {
    const taken = await client.provision({ remoteWipe: { status: 1 } });
    expect(taken).toMatchObject({ http: 200, response: { status: 1 } });
    expect(taken.response?.remoteWipe).toBe(false);
    const decision = { decision: 'allow', reason: 'next round' };
    await api.administrator.change('POST', `/devices/${phone.deviceId}/access`, decision);
  }
});

function clientOf({ phone }: TestPhone, engineUrl: string): EasClient {
  const { config, profile } = phone;
  const { deviceType, userAgent } = profile;
  const { user, password, deviceId } = config;
  return new EasClient({ engineUrl, user, password, deviceId, deviceType, userAgent, protocolVersion: '16.1' });
}
