import { kill } from 'node:process';
import { gate } from './fixtures/gate';
import { expect, test } from './fixtures/test';
import { DevicePage } from './pages/device-page';
import { EasClient } from '@/engine/testing/eas-client';
import { KEEP_ALIVE_MS } from '@/lib/config/keep-alive';

test('an engine killed between delivery and acknowledgement comes back, and the acknowledgement counts', async ({
  helpdeskPage,
  phones,
  startFrontEnd,
}) => {
  const frontEnd = await startFrontEnd();
  const held = gate();
  const phone = await phones.connect({ engineUrl: frontEnd.url, habits: { beforeWipeReport: () => held.opened } });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'left in a taxi');
  await phone.hears('wipe-ordered');
  await expect(device.commandState()).toHaveText('Delivered');

  // The supervisor of `npm start` watches over this engine too, and starts it again.
  const former = frontEnd.pid;
  kill(former, 'SIGKILL');
  await expect.poll(() => isRunning(former)).toBe(false);
  held.open();
  await phone.reaches('wiped');
  expect(phone.heard('unreachable').length).toBeGreaterThan(0);
  expect(frontEnd.pid).not.toBe(former);

  await expect(device.commandState()).toHaveText('Acknowledged');
  // It was fetched a second time, because the first report was lost with the engine.
  await expect(device.step('Delivered')).toContainText('fetched 2 times');
});

test('a wipe reaches the phone although the password of its mailbox has changed, and a stranger learns nothing', async ({
  helpdeskPage,
  phones,
  startFrontEnd,
}) => {
  const frontEnd = await startFrontEnd({ DEMO_PASSWORD: 'the former one' });
  const wishes = { password: 'the former one', engineUrl: frontEnd.url };
  const phone = await phones.connect({ ...wishes, habits: { push: 'poll', pollMs: 300 } });
  const policyKey = phone.phone.client.policyKey;
  phone.phone.sleep();
  await phone.reaches('asleep');

  // An engine without memory of earlier sign-ins, over mailboxes that all have another password now.
  await frontEnd.restartWith({ DEMO_PASSWORD: 'the new one' });
  const device = new DevicePage(helpdeskPage);
  await device.open(phone.deviceId);
  await device.wipe(phone.name, 'stolen; password changed at once');
  await expect(device.commandState()).toHaveText('Queued');

  const { deviceType, userAgent } = phone.phone.profile;
  const stranger = (password: string, key: number | null) =>
    new EasClient({
      engineUrl: frontEnd.url,
      user: phone.mailbox,
      password,
      deviceId: phone.easDeviceId,
      deviceType,
      userAgent,
      protocolVersion: '16.1',
      policyKey: key,
    });
  // Device id alone, with a guessed key, with the right key but another password, with the right password but no key.
  for (const attempt of [
    stranger('guessed', 0),
    stranger('guessed', 1234567890),
    stranger('guessed', policyKey),
    stranger('the former one', null),
  ]) {
    for (const answer of [await attempt.provision({}), await attempt.folderSync('0')]) {
      expect(answer.http).toBe(401);
      expect(answer.body).toHaveLength(0);
    }
    expect((await attempt.provision({ remoteWipe: { status: 1 } })).http).toBe(401);
  }
  await expect(device.commandState()).toHaveText('Queued');

  phone.phone.wake();
  await phone.reaches('wiped');
  await expect(device.commandState()).toHaveText('Acknowledged');
  await expect(device.step('Acknowledged by the device')).toContainText(
    'Authenticated by the last password accepted from this device and its policy key',
  );
});

function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false; // there is no such process any more
  }
}

test('engine and console keep an idle connection for longer than proxies keep theirs', async ({ system }) => {
  for (const url of [system.engineUrl, system.consoleUrl]) {
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.get('keep-alive')).toBe(`timeout=${KEEP_ALIVE_MS / 1000}`);
  }
});
