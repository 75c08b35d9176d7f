import { PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import { documentVersion } from '@/lib/domain/policies/policy-document';
import { settingsCarriedBy } from '@/lib/protocol/eas/provision-document';

/** Kept by the engine, whatever the device was told; or, of calendars, about what is not handed out. */
const keptByEngine: ReadonlySet<PolicySettingName> = new Set([
  'AllowHTMLEmail',
  'AttachmentsEnabled',
  'MaxAttachmentSize',
  'MaxCalendarAgeFilter',
  'MaxEmailAgeFilter',
  'MaxEmailBodyTruncationSize',
  'MaxEmailHTMLBodyTruncationSize',
  'RequireEncryptedSMIMEMessages',
  'RequireSignedSMIMEMessages',
]);

/** What demands something only together with another setting. */
const onlyWith: Partial<
  Record<PolicySettingName, 'DevicePasswordEnabled' | 'RequireSignedSMIMEMessages' | 'RequireEncryptedSMIMEMessages'>
> = {
  AllowSimpleDevicePassword: 'DevicePasswordEnabled',
  DevicePasswordExpiration: 'DevicePasswordEnabled',
  DevicePasswordHistory: 'DevicePasswordEnabled',
  MinDevicePasswordComplexCharacters: 'DevicePasswordEnabled',
  AllowSMIMEEncryptionAlgorithmNegotiation: 'RequireEncryptedSMIMEMessages',
  RequireEncryptionSMIMEAlgorithm: 'RequireEncryptedSMIMEMessages',
  RequireSignedSMIMEAlgorithm: 'RequireSignedSMIMEMessages',
};

const initial = PolicySettings.parse({});
const asIn = (settings: PolicySettings, name: PolicySettingName) => JSON.stringify(settings[name]);

/**
 * What a policy demands of a device that the device's version has no word for and that nobody else sees to. From 12.1 on
 * versions carry everything, so it is about 2.5. That a recovery password may be kept is an offer, no demand.
 */
export function uncarriedDemands(settings: PolicySettings | null, protocolVersion: string): PolicySettingName[] {
  if (settings === null) return [];
  const carried = new Set<PolicySettingName>(settingsCarriedBy(documentVersion(protocolVersion)));
  if (carried.size === PolicySettingName.options.length) return [];
  return PolicySettingName.options.filter((name) => {
    if (carried.has(name) || keptByEngine.has(name) || name === 'PasswordRecoveryEnabled') return false;
    const condition = onlyWith[name];
    if (condition && !settings[condition]) return false;
    return asIn(settings, name) !== asIn(initial, name);
  });
}
