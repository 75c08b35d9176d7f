import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '@/lib/protocol/autodiscover/read-xml';
import { initialProvisionSettings, type ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { provisionXml } from '@/lib/protocol/eas/provision-xml';
import {
  readWapProvisioning,
  settingsOfWap,
  wapParameters,
  writeWapProvisioning,
} from '@/lib/protocol/eas/wap-provisioning';

const withPassword = { ...initialProvisionSettings, DevicePasswordEnabled: true };
const strict: ProvisionSettings = {
  ...withPassword,
  AlphanumericDevicePasswordRequired: true,
  MinDevicePasswordLength: 8,
  MaxInactivityTimeDeviceLock: 300,
  MaxDevicePasswordFailedAttempts: 16,
};

const valuesOf = (settings: ProvisionSettings) =>
  Object.fromEntries(wapParameters(settings).map(({ name, value }) => [name, value]));

/** Nested as the text is: parameters, and characteristics with what is in them. */
const shapeOf = ({ children }: XmlElement): unknown[] =>
  children.map((each) =>
    each.name === 'parm'
      ? `${each.attributes?.get('name')}=${each.attributes?.get('value')}`
      : { [each.attributes?.get('type') ?? '']: shapeOf(each) },
  );

describe('the policy of 2.5', () => {
  // [MS-ASPROV] 2.2.2.24.2: the characteristics and where they stand
  it('is well-formed XML with each parameter where the specification has it', () => {
    const root = readXml(Buffer.from(writeWapProvisioning(strict)));
    expect(root).toMatchObject({ name: 'wap-provisioningdoc', namespace: '', text: '' });
    expect(shapeOf(root)).toEqual([
      { SecurityPolicy: ['4131=0'] },
      {
        Registry: [
          {
            'HKLM\\Comm\\Security\\Policy\\LASSD\\AE\\{50C13377-C66D-400C-889E-C316FC4AB374}': [
              'AEFrequencyType=1',
              'AEFrequencyValue=5',
            ],
          },
          { 'HKLM\\Comm\\Security\\Policy\\LASSD': ['DeviceWipeThreshold=16', 'CodewordFrequency=8'] },
          { 'HKLM\\Comm\\Security\\Policy\\LASSD\\LAP\\lap_pw': ['MinimumPasswordLength=8', 'PasswordComplexity=0'] },
        ],
      },
    ]);
  });

  it('that demands nothing lifts everything that was told before', () => {
    const lifted = {
      '4131': '1',
      AEFrequencyType: '0',
      DeviceWipeThreshold: '0',
      MinimumPasswordLength: '1',
      PasswordComplexity: '2',
    };
    expect(valuesOf(initialProvisionSettings)).toEqual(lifted);
    expect(valuesOf({ ...strict, DevicePasswordEnabled: false })).toEqual(lifted);
    expect(valuesOf(withPassword)).toEqual({ ...lifted, '4131': '0' });
  });

  it.each([
    [1, '1'],
    [59, '1'],
    [60, '1'],
    [119, '1'],
    [120, '2'],
    [900, '15'],
    [9998, '166'],
  ])(
    'locks after %i seconds as whole minutes, not later than asked for unless that is below one: %s',
    (seconds, minutes) => {
      expect(valuesOf({ ...withPassword, MaxInactivityTimeDeviceLock: seconds })).toMatchObject({
        AEFrequencyType: '1',
        AEFrequencyValue: minutes,
      });
    },
  );

  it.each([null, 9999])('never locks for %s', (seconds) => {
    const values = valuesOf({ ...withPassword, MaxInactivityTimeDeviceLock: seconds });
    expect(values).toMatchObject({ AEFrequencyType: '0' });
    expect(values).not.toHaveProperty('AEFrequencyValue');
  });

  it('is read back to the settings that it carries', () => {
    expect(settingsOfWap(writeWapProvisioning(strict))).toEqual({
      DevicePasswordEnabled: true,
      AlphanumericDevicePasswordRequired: true,
      MinDevicePasswordLength: 8,
      MaxInactivityTimeDeviceLock: 300,
      MaxDevicePasswordFailedAttempts: 16,
    });
    expect(settingsOfWap(writeWapProvisioning(initialProvisionSettings))).toEqual({
      DevicePasswordEnabled: false,
      AlphanumericDevicePasswordRequired: false,
      MinDevicePasswordLength: null,
      MaxInactivityTimeDeviceLock: null,
      MaxDevicePasswordFailedAttempts: null,
    });
  });

  it('is refused with a value that no policy may have', () => {
    const settings = { ...withPassword, MaxDevicePasswordFailedAttempts: 3 };
    expect(() => writeWapProvisioning(settings)).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code: 'out_of_range', status: 4 }),
    );
  });

  it('leaves out what is no parameter, and throws what is no XML', () => {
    const odd =
      '<wap-provisioningdoc><characteristic><parm name="a"/><parm name="b" value="1"/><x/></characteristic></wap-provisioningdoc>';
    expect(readWapProvisioning(odd)).toEqual([{ path: [''], name: 'b', value: '1' }]);
    expect(readWapProvisioning('<other><parm name="b" value="1"/></other>')).toEqual([]);
    expect(() => readWapProvisioning('<!DOCTYPE x><wap-provisioningdoc/>')).toThrow(
      expect.objectContaining({ name: 'XmlError', code: 'not_allowed' }),
    );
  });

  it('is shown to people as it is sent, with line breaks', () => {
    const shown = provisionXml(strict, '2.5');
    expect(shown.split('\n').slice(0, 4)).toEqual([
      '<wap-provisioningdoc>',
      '  <characteristic type="SecurityPolicy">',
      '    <parm name="4131" value="0"/>',
      '  </characteristic>',
    ]);
    expect(shown.replaceAll(/\n\s*/g, '')).toBe(writeWapProvisioning(strict));
  });
});
