import { describe, expect, it } from 'vitest';
import { initialProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { provisionXml } from '@/lib/protocol/eas/provision-xml';

describe('the policy document as XML', () => {
  it('has just what the version carries, in the order of the schema', () => {
    const xml = provisionXml({ ...initialProvisionSettings, DevicePasswordEnabled: true }, '12.0');
    expect(xml.split('\n').slice(0, 3)).toEqual([
      '<EASProvisionDoc xmlns="Provision:">',
      '  <DevicePasswordEnabled>1</DevicePasswordEnabled>',
      '  <AlphanumericDevicePasswordRequired>0</AlphanumericDevicePasswordRequired>',
    ]);
    expect(xml).toContain('  <MinDevicePasswordLength/>');
    expect(xml).not.toContain('AllowCamera');
  });

  it('indents lists, and keeps what means something in XML', () => {
    const settings = { ...initialProvisionSettings, UnapprovedInROMApplicationList: ['a&b<c>.exe'] };
    expect(provisionXml(settings, '16.1')).toContain(
      [
        '  <UnapprovedInROMApplicationList>',
        '    <ApplicationName>a&amp;b&lt;c&gt;.exe</ApplicationName>',
        '  </UnapprovedInROMApplicationList>',
      ].join('\n'),
    );
  });
});
