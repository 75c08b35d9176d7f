import { beforeAll, describe, expect, it } from 'vitest';
import { cancelCommand } from '@/lib/domain/commands/cancel-command';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { decideAccessByHand } from '@/lib/domain/devices/decide-access-by-hand';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { useDatabase } from '@/scripts/testing/database';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db } = await useDatabase();
const { auditor, administrator, phone } = testContexts(db);

const find = async (search: string) => {
  const { devices, total } = await listDevices(auditor, DeviceListQuery.parse({ search, sort: 'mailbox' }));
  expect(total).toBe(devices.length);
  return devices.map((device) => device.mailbox.split('@')[0]);
};

beforeAll(async () => {
  const jan = await connectPhone(phone, {
    mailbox: 'jan.kowalski@example.com',
    displayName: 'Jan Kowalski',
    easDeviceId: 'ApplDX3Q2ABCD',
  });
  await recordDeviceInformation(phone, {
    deviceId: jan.id,
    information: {
      friendlyName: 'Jans 100%_iPhone',
      model: 'iPhone15C2',
      imei: '356938035643809',
      phoneNumber: '+49 (170) 123-45 67',
    },
  });
  const kaethe = await connectPhone(phone, {
    mailbox: 'kaethe@example.org',
    displayName: 'Käthe Müller',
    easDeviceId: 'SEC17CD1A3E9',
    deviceType: 'SAMSUNGSMG991B',
  });
  await recordDeviceInformation(phone, { deviceId: kaethe.id, information: { phoneNumber: '01761112223' } });
});

describe('the search for devices', () => {
  it.each([
    ['part of the mailbox', 'an.kowal', ['jan.kowalski']],
    ['the owner', 'müller', ['kaethe']],
    ['the owner in capitals', 'MÜLLER', ['kaethe']],
    ['part of the device name', '00%_iph', ['jan.kowalski']],
    ['the model', 'phone15c', ['jan.kowalski']],
    ['the type', 'smg991', ['kaethe']],
    ['the DeviceId in any case', 'appldx3q2abcd', ['jan.kowalski']],
    ['the inside of the DeviceId', 'cd1a3', ['kaethe']],
    ['the IMEI', '356938035643809', ['jan.kowalski']],
    ['part of the IMEI', '0356438', ['jan.kowalski']],
    ['the phone number as stored', '+49 (170) 123-45 67', ['jan.kowalski']],
    ['the phone number without separators', '+491701234567', ['jan.kowalski']],
    ['the phone number with the national zero', '01701234567', ['jan.kowalski']],
    ['the phone number with other separators', '0170/123.4567', ['jan.kowalski']],
    ['several words, each somewhere', 'kowalski iphone', ['jan.kowalski']],
    ['the words in another order', 'iphone kowalski', ['jan.kowalski']],
    ['one letter at the beginning of a word', 'k', ['jan.kowalski', 'kaethe']],
    ['two letters at the beginning of a word', 'mü', ['kaethe']],
    ['all of them', 'example', ['jan.kowalski', 'kaethe']],
    ['words of two devices', 'kowalski kaethe', []],
    ['two letters inside of a word', 'ww', []],
    ['a percent sign as itself', '%', ['jan.kowalski', 'kaethe']],
    ['a pattern as itself', 'k%thes', []],
    ['a backslash as itself', String.raw`\\\\`, []],
    ['a NUL as nothing that is there', 'a\0b', []],
    ['nothing', '   ', ['jan.kowalski', 'kaethe']],
  ])('finds by %s: %j', async (_what, search, mailboxes) => {
    expect(await find(search)).toEqual(mailboxes);
  });

  it('does not find across the border of two values', async () => {
    expect(await find('kowalskijans')).toEqual([]);
  });

  it('knows a new name at once, and forgets the old one', async () => {
    const device = await connectPhone(phone, { mailbox: 'renamed@example.net' });
    const rename = (friendlyName: string) =>
      recordDeviceInformation(phone, { deviceId: device.id, information: { friendlyName } });
    await rename('Zebra');
    expect(await find('zebra')).toEqual(['renamed']);
    await rename('Quokka');
    expect(await find('zebra')).toEqual([]);
    expect(await find('quokka')).toEqual(['renamed']);
    await db.mailbox.update({ where: { id: device.mailboxId }, data: { displayName: 'Walter Wombat' } });
    expect(await find('wombat')).toEqual(['renamed']);
  });

  it('keeps the state of a device up to date while commands and decisions change it', async () => {
    const { id } = await connectPhone(phone, { mailbox: 'stateful@example.net' });
    const state = async () => {
      const page = await listDevices(auditor, DeviceListQuery.parse({ search: 'stateful' }));
      return page.devices[0]?.state;
    };
    const reason = 'test';
    expect(await state()).toBe('active');
    const command = await queueCommand(administrator, { deviceId: id, kind: 'wipe', reason });
    expect(await state()).toBe('wipe_pending');
    await cancelCommand(administrator, { commandId: command.id, reason });
    expect(await state()).toBe('active');
    await decideAccessByHand(administrator, { deviceId: id, decision: 'block', reason });
    expect(await state()).toBe('blocked');
    await decideAccessByHand(administrator, { deviceId: id, decision: 'allow', reason });
    expect(await state()).toBe('active');
  });
});
