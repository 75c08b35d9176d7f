import { describe, expect, it } from 'vitest';
import { findDeviceFacts } from '@/lib/domain/devices/device-facts';
import { recordDeviceInformation } from '@/lib/domain/devices/record-device-information';
import { registerDevice } from '@/lib/domain/devices/register-device';
import { rememberPassword } from '@/lib/domain/devices/remember-password';
import { savePingParameters } from '@/lib/domain/devices/save-ping-parameters';
import { useDatabase } from '@/scripts/testing/database';
import { HISTORY_IS_BROKEN, withBrokenHistory } from '@/scripts/testing/domain/broken-history';
import { testContexts } from '@/scripts/testing/domain/test-context';
import { connectPhone } from '@/scripts/testing/domain/test-device';

const { db, ownerUrl } = await useDatabase();
const { phone } = testContexts(db);

describe('what a device says about itself', () => {
  it('is kept field by field: what is left out stays, and only changes leave a trace', async () => {
    const { id: deviceId, deviceKey } = await connectPhone(phone);
    const report = (information: object) => recordDeviceInformation(phone, { deviceId, information });
    await report({ model: 'iPhone15C2', imei: '356938035643809', enableOutboundSms: true, userAgent: 'Apple' });
    await report({ model: 'iPhone15C2', os: 'iOS 18.1' });
    await report({ model: 'iPhone15C2', os: 'iOS 18.1', enableOutboundSms: true });
    await report({ os: undefined });
    await report({});

    expect(await db.device.findUniqueOrThrow({ where: { id: deviceId } })).toMatchObject({
      model: 'iPhone15C2',
      imei: '356938035643809',
      os: 'iOS 18.1',
      enableOutboundSms: true,
      reportedUserAgent: 'Apple',
      friendlyName: null,
    });
    const events = await db.deviceEvent.findMany({ where: { deviceKey }, orderBy: { id: 'asc' } });
    expect(events.map((event) => event.details)).toEqual([
      { model: 'iPhone15C2', imei: '356938035643809', enableOutboundSms: true, reportedUserAgent: 'Apple' },
      { os: 'iOS 18.1' },
    ]);
  });

  it('is kept although it holds what PostgreSQL cannot store, and ignored for a device that is gone', async () => {
    const device = await connectPhone(phone);
    await recordDeviceInformation(phone, { deviceId: device.id, information: { friendlyName: 'a\0b\uD800' } });
    expect((await db.device.findUniqueOrThrow({ where: { id: device.id } })).friendlyName).toBe('a\uFFFDb\uFFFD');
    await db.device.delete({ where: { id: device.id } });
    await recordDeviceInformation(phone, { deviceId: device.id, information: { model: 'x' } });
    expect(await findDeviceFacts(phone, device)).toBeNull();
  });
});

describe('what the engine remembers', () => {
  it('is the hash of the last password and the parameters of the last Ping', async () => {
    const device = await connectPhone(phone);
    await rememberPassword(phone, { deviceId: device.id, passwordHash: '$argon2id$1' });
    const folders = [{ id: '1', class: 'Email' }];
    await savePingParameters(phone, { deviceId: device.id, heartbeatSeconds: 900, folders });
    expect(await findDeviceFacts(phone, device)).toMatchObject({
      passwordHash: '$argon2id$1',
      pingHeartbeat: 900,
      pingFolders: folders,
    });
  });
});

describe('a registration', () => {
  it('is taken back if its history cannot be written', async () => {
    const input = {
      mailbox: 'untraced@example.com',
      easDeviceId: 'Untraced',
      deviceType: 'iPhone',
      protocolVersion: '16.1',
      userAgent: null,
      address: null,
    };
    await withBrokenHistory(ownerUrl, async () => {
      await expect(registerDevice(phone, input)).rejects.toThrow(HISTORY_IS_BROKEN);
    });
    expect(await db.device.count({ where: { deviceKey: 'untraced' } })).toBe(0);
    expect(await db.mailbox.count({ where: { name: 'untraced@example.com' } })).toBe(0);
  });
});
