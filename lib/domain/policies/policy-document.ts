import { createHash } from 'node:crypto';
import type { PolicySettings } from '@/lib/domain/policies/contract';
import { findProtocolVersion, LEGACY_VERSION } from '@/lib/protocol/eas/protocol-version';
import { carriedSettings } from '@/lib/protocol/eas/provision-document';
import { initialProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import type { DocumentVersion, ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { wapParameters } from '@/lib/protocol/eas/wap-provisioning';

const NO_TRUNCATION = -1;

/**
 * The settings as the document carries them: what the policy does not speak of is sent with the value of a device that
 * was never told anything, so that what was withdrawn is unset. Null (an exception, no policy) gives a document that
 * demands nothing, which also takes back what the device was told before.
 */
export function provisionSettings(settings: PolicySettings | null): ProvisionSettings {
  if (settings === null) return initialProvisionSettings;
  // The only two limits for which the element has a number that means "none", and may not be empty.
  const { MaxEmailBodyTruncationSize: plain, MaxEmailHTMLBodyTruncationSize: html } = settings;
  return {
    ...initialProvisionSettings,
    ...settings,
    MaxEmailBodyTruncationSize: plain ?? NO_TRUNCATION,
    MaxEmailHTMLBodyTruncationSize: html ?? NO_TRUNCATION,
  };
}

/** The document's version for the version a device spoke. One that is not served gets the oldest, which carries least. */
export function documentVersion(protocolVersion: string): DocumentVersion {
  return findProtocolVersion(protocolVersion) ?? '12.0';
}

/**
 * Exactly what a device of this version is told: element of EASProvisionDoc and its value, in the order of the schema.
 * An empty value is an empty element; the items of a list are separated by commas. For 2.5, its parameters instead.
 *
 * @throws EasFormatError if a value is outside of what its element may hold
 */
export function policyDocument(
  settings: PolicySettings | null,
  protocolVersion: string,
): { name: string; value: string }[] {
  const version = documentVersion(protocolVersion);
  if (version === LEGACY_VERSION) {
    return wapParameters(provisionSettings(settings)).map(({ name, value }) => ({ name, value }));
  }
  return carriedSettings(provisionSettings(settings), version).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : value.join(', '),
  }));
}

/**
 * What a policy key stands for: SHA-256, hex, over exactly those settings that the version carries. Equal hashes mean
 * that the device would be told the same, so it need not provision again.
 *
 * @throws EasFormatError as `policyDocument`
 */
export function policyHash(settings: PolicySettings | null, protocolVersion: string): string {
  if (settings === null) return hashOf(settings, protocolVersion);
  const known = hashes.get(settings) ?? new Map<string, string>();
  hashes.set(settings, known);
  const hash = known.get(protocolVersion) ?? hashOf(settings, protocolVersion);
  if (known.size < VERSIONS_KEPT) known.set(protocolVersion, hash);
  return hash;
}

/** Settings are never changed, only replaced. Every request asks for their hash. */
const hashes = new WeakMap<PolicySettings, Map<string, string>>();
/** There are seven; the word comes from the client. */
const VERSIONS_KEPT = 10;

function hashOf(settings: PolicySettings | null, protocolVersion: string): string {
  const version = documentVersion(protocolVersion);
  const whole = provisionSettings(settings);
  const carried = version === LEGACY_VERSION ? wapParameters(whole) : carriedSettings(whole, version);
  return createHash('sha256').update(JSON.stringify(carried)).digest('hex');
}
