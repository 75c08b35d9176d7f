import {
  type DeviceInformation,
  readDeviceInformation,
  writeDeviceInformation,
} from '@/lib/protocol/eas/device-information';
import { findInteger, requireDocument, requireInteger } from '@/lib/protocol/eas/fields';
import { LEGACY_VERSION, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { child, children, type EasElement, el, optional, text, textOf } from '@/lib/protocol/wbxml/element';

/** The policy type of every version from 12.0 on. */
export const WBXML_POLICY_TYPE = 'MS-EAS-Provisioning-WBXML';

/** The policy type of 2.5. */
export const WAP_POLICY_TYPE = 'MS-WAP-Provisioning-XML';

/**
 * The one policy type that a version has.
 *
 * @see [MS-ASPROV] 2.2.2.43 PolicyType
 */
export const policyTypeOf = (version: ProtocolVersion): string =>
  version === LEGACY_VERSION ? WAP_POLICY_TYPE : WBXML_POLICY_TYPE;

/** [MS-ASPROV] 2.2.2.54.2 Status (Provision) */
export const provisionStatus = { success: 1, protocolError: 2, serverError: 3 } as const;

/** [MS-ASPROV] 2.2.2.54.1 Status (Policy), as the server sends it. */
export const policyStatus = { success: 1, noPolicy: 2, unknownType: 3, corrupt: 4, keyMismatch: 5 } as const;

/** [MS-ASPROV] 2.2.2.54.1 Status (Policy), as the client sends it in an acknowledgement. */
export const policyAnswer = { applied: 1, partlyApplied: 2, notApplied: 3, managedElsewhere: 4 } as const;

/** [MS-ASPROV] 2.2.2.54.3 Status (RemoteWipe): what a device says became of the order. */
export const wipeAnswer = { done: 1, failed: 2 } as const;

export interface ProvisionRequest {
  readonly deviceInformation?: DeviceInformation;
  readonly policies: readonly RequestedPolicy[];
  readonly remoteWipe?: WipeReport;
  readonly accountOnlyRemoteWipe?: WipeReport;
}

export interface RequestedPolicy {
  /** Absent: answer Provision Status 2, unless a wipe is pending, which goes first. */
  readonly policyType?: string;
  /** Only in an acknowledgement. 0 if what the device sent is not a key. */
  readonly policyKey?: number;
  /** Only in an acknowledgement: see `policyAnswer`. */
  readonly status?: number;
}

export interface WipeReport {
  /** 1 only if the device said 1. Anything unclear counts as failed: the order is then offered again. */
  readonly status: 1 | 2;
}

/** What a request is for. A report on a wipe counts as such whatever else comes with it. */
export type ProvisionPhase = 'wipe-report' | 'acknowledgement' | 'initial' | 'empty';

/** See `ProvisionPhase`. */
export function provisionPhase(request: ProvisionRequest): ProvisionPhase {
  if (request.remoteWipe || request.accountOnlyRemoteWipe) return 'wipe-report';
  const [policy] = request.policies;
  if (!policy) return request.deviceInformation ? 'initial' : 'empty';
  return policy.policyKey === undefined && policy.status === undefined ? 'initial' : 'acknowledgement';
}

/**
 * Reads a request of any phase. Order does not matter, since clients and the specification differ about it, and nothing
 * but a foreign document is refused: a device with an odd request must still get its wipe order.
 *
 * @throws EasFormatError `unexpected_document` with Status 2
 * @see [MS-ASPROV] 3.1.5.1 Provision Command
 */
export function readProvisionRequest(element: EasElement): ProvisionRequest {
  requireDocument(element, 'Provision', provisionStatus.protocolError);
  const information = child(element, 'DeviceInformation', 'Settings');
  const policies = child(element, 'Policies');
  return {
    deviceInformation: (information && readDeviceInformation(information)) ?? undefined,
    policies: policies ? children(policies, 'Policy').map(readRequestedPolicy) : [],
    remoteWipe: readWipeReport(element, 'RemoteWipe'),
    accountOnlyRemoteWipe: readWipeReport(element, 'AccountOnlyRemoteWipe'),
  };
}

function readRequestedPolicy(policy: EasElement): RequestedPolicy {
  return {
    policyType: text(policy, 'PolicyType'),
    policyKey: child(policy, 'PolicyKey') && parsePolicyKey(text(policy, 'PolicyKey')),
    status: child(policy, 'Status') && (findInteger(policy, 'Status') ?? policyAnswer.notApplied),
  };
}

function readWipeReport(root: EasElement, name: 'RemoteWipe' | 'AccountOnlyRemoteWipe'): WipeReport | undefined {
  // Deviates from [MS-ASPROV] 2.2.2.45: some clients put the element into Policies or Policy, so it is taken anywhere.
  const policies = child(root, 'Policies');
  const places = [root, ...(policies ? [policies, ...children(policies, 'Policy')] : [])];
  const report = places.map((place) => child(place, name)).find((found) => found !== undefined);
  if (!report) return undefined;
  return { status: findInteger(report, 'Status') === wipeAnswer.done ? wipeAnswer.done : wipeAnswer.failed };
}

/** The request of a client, in the order of the schema. */
export function writeProvisionRequest(request: Partial<ProvisionRequest>): EasElement {
  const { deviceInformation, policies = [], remoteWipe, accountOnlyRemoteWipe } = request;
  return el('Provision', 'Provision', [
    deviceInformation && writeDeviceInformation(deviceInformation),
    policies.length > 0 && el('Provision', 'Policies', policies.map(writeRequestedPolicy)),
    remoteWipe && el('Provision', 'RemoteWipe', [el('Provision', 'Status', remoteWipe.status)]),
    accountOnlyRemoteWipe &&
      el('Provision', 'AccountOnlyRemoteWipe', [el('Provision', 'Status', accountOnlyRemoteWipe.status)]),
  ]);
}

function writeRequestedPolicy({ policyType, policyKey, status }: RequestedPolicy): EasElement {
  return el('Provision', 'Policy', [
    optional('Provision', 'PolicyType', policyType),
    optional('Provision', 'PolicyKey', policyKey),
    optional('Provision', 'Status', status),
  ]);
}

export interface ProvisionResponse {
  readonly status: number;
  /** Only if the request had DeviceInformation. */
  readonly deviceInformationStatus?: number;
  readonly policies?: readonly IssuedPolicy[];
  readonly remoteWipe?: boolean;
  /** Only to devices that negotiated 16.1. */
  readonly accountOnlyRemoteWipe?: boolean;
}

export interface IssuedPolicy {
  readonly policyType: string;
  readonly status: number;
  readonly policyKey?: number;
  /** The EASProvisionDoc, from `writeProvisionDocument`. Only in the answer to an initial request. */
  readonly document?: EasElement;
  /** In its place for 2.5: the text from `writeWapProvisioning`. */
  readonly wapText?: string;
}

/**
 * The document of an answer, in the order of the schema. Order inside of Policy too: some clients read it in sequence.
 *
 * @see [MS-ASPROV] 3.2.5.1 Provision Command
 */
export function writeProvisionResponse(response: ProvisionResponse): EasElement {
  const { status, deviceInformationStatus, policies = [] } = response;
  return el('Provision', 'Provision', [
    deviceInformationStatus !== undefined &&
      el('Settings', 'DeviceInformation', [el('Settings', 'Status', deviceInformationStatus)]),
    el('Provision', 'Status', status),
    policies.length > 0 && el('Provision', 'Policies', policies.map(writeIssuedPolicy)),
    response.remoteWipe === true && el('Provision', 'RemoteWipe'),
    response.accountOnlyRemoteWipe === true && el('Provision', 'AccountOnlyRemoteWipe'),
  ]);
}

function writeIssuedPolicy({ policyType, status, policyKey, document, wapText }: IssuedPolicy): EasElement {
  return el('Provision', 'Policy', [
    el('Provision', 'PolicyType', policyType),
    el('Provision', 'Status', status),
    optional('Provision', 'PolicyKey', policyKey),
    document && el('Provision', 'Data', [document]),
    // [MS-ASPROV] 2.2.2.24.2: the text itself; what would be escaped in XML needs no escaping in WBXML
    optional('Provision', 'Data', wapText),
  ]);
}

/**
 * Reads an answer, as a client.
 *
 * @throws EasFormatError if the document is another one, or has no Status
 */
export function readProvisionResponse(element: EasElement): ProvisionResponse {
  requireDocument(element, 'Provision', provisionStatus.protocolError);
  const information = child(element, 'DeviceInformation', 'Settings');
  const policies = child(element, 'Policies');
  return {
    status: requireInteger(element, { name: 'Status', status: provisionStatus.protocolError }),
    deviceInformationStatus: information && findInteger(information, 'Status'),
    policies: policies && children(policies, 'Policy').map(readIssuedPolicy),
    remoteWipe: child(element, 'RemoteWipe') !== undefined,
    accountOnlyRemoteWipe: child(element, 'AccountOnlyRemoteWipe') !== undefined,
  };
}

function readIssuedPolicy(policy: EasElement): IssuedPolicy {
  const data = child(policy, 'Data');
  const key = text(policy, 'PolicyKey');
  return {
    policyType: text(policy, 'PolicyType') ?? '',
    status: requireInteger(policy, { name: 'Status', status: provisionStatus.protocolError }),
    policyKey: key === undefined ? undefined : parsePolicyKey(key),
    document: data && child(data, 'EASProvisionDoc'),
    wapText: (data && textOf(data)) || undefined,
  };
}

const MAX_UINT32 = 0xffff_ffff;

/**
 * A policy key as a number. What is no 32-bit decimal number becomes 0, which no server issues, so that it matches
 * nothing and leads to provisioning.
 *
 * @see [MS-ASPROV] 2.2.2.42 PolicyKey
 */
export function parsePolicyKey(value: string | undefined): number {
  const trimmed = value?.trim() ?? '';
  const key = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : 0;
  return key <= MAX_UINT32 ? key : 0;
}
