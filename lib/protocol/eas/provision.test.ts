import { describe, expect, it } from 'vitest';
import {
  type ProvisionRequest,
  parsePolicyKey,
  provisionPhase,
  readProvisionRequest,
  readProvisionResponse,
  WBXML_POLICY_TYPE,
  writeProvisionRequest,
  writeProvisionResponse,
} from '@/lib/protocol/eas/provision';
import { el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const policyType = WBXML_POLICY_TYPE;

describe('requests on the wire', () => {
  const cases: [string, ProvisionRequest, string][] = [
    [
      'provision-initial-141-request',
      {
        deviceInformation: {
          model: 'Pixel 8',
          imei: '356938035643809',
          friendlyName: 'Alice phone',
          os: 'Android 15',
          osLanguage: 'en-us',
          phoneNumber: '+15550100',
          userAgent: 'Android-Mail/2024.09',
          enableOutboundSms: false,
          mobileOperator: 'ExampleTel',
        },
        policies: [{ policyType }],
      },
      'initial',
    ],
    ['provision-initial-121-request', { policies: [{ policyType }] }, 'initial'],
    ['provision-ack-request', { policies: [{ policyType, policyKey: 1_307_199_584, status: 1 }] }, 'acknowledgement'],
    [
      'provision-ack-partial-request',
      { policies: [{ policyType, policyKey: 1_307_199_584, status: 2 }] },
      'acknowledgement',
    ],
    ['provision-empty-request', { policies: [] }, 'empty'],
    ['provision-remotewipe-ack-request', { policies: [], remoteWipe: { status: 1 } }, 'wipe-report'],
    ['provision-accountonly-ack-request', { policies: [], accountOnlyRemoteWipe: { status: 1 } }, 'wipe-report'],
  ];

  it.each(cases)('%s is read, and written by our client alike', (name, request, phase) => {
    expect(readProvisionRequest(vector(name))).toEqual(request);
    expect(writeProvisionRequest(request)).toEqual(vector(name));
    expect(provisionPhase(request)).toBe(phase);
  });
});

describe('requests of clients with habits of their own', () => {
  const status = el('Provision', 'Status', 1);
  const wipe = el('Provision', 'RemoteWipe', [status]);
  const policy = el('Provision', 'Policy', [el('Provision', 'PolicyType', policyType)]);

  it.each([
    ['behind a stray Status, as iOS 5 did', [status, wipe]],
    ['behind the policies', [el('Provision', 'Policies', [policy]), wipe]],
    ['among the policies', [el('Provision', 'Policies', [policy, wipe])]],
    ['inside of a policy', [el('Provision', 'Policies', [el('Provision', 'Policy', [wipe])])]],
  ])('may put the report on a wipe %s', (_where, children) => {
    const request = readProvisionRequest(el('Provision', 'Provision', children));
    expect(request.remoteWipe).toEqual({ status: 1 });
    expect(provisionPhase(request)).toBe('wipe-report');
  });

  it.each([
    ['2', [el('Provision', 'Status', 2)]],
    ['something else', [el('Provision', 'Status', 7)]],
    ['no number', [el('Provision', 'Status', 'ok')]],
    ['nothing', []],
  ])('count a wipe as failed that is reported with %s: only a clear yes ends a command', (_what, children) => {
    const request = readProvisionRequest(el('Provision', 'Provision', [el('Provision', 'RemoteWipe', children)]));
    expect(request.remoteWipe).toEqual({ status: 2 });
  });

  it('may acknowledge in any order of elements', () => {
    const acknowledgement = el('Provision', 'Provision', [
      el('Provision', 'Policies', [
        el('Provision', 'Policy', [status, el('Provision', 'PolicyKey', 7), el('Provision', 'PolicyType', policyType)]),
      ]),
    ]);
    expect(readProvisionRequest(acknowledgement).policies).toEqual([{ policyType, policyKey: 7, status: 1 }]);
  });

  it('may leave out the policy type: a pending wipe is still handed out', () => {
    const request = readProvisionRequest(
      el('Provision', 'Provision', [el('Provision', 'Policies', [el('Provision', 'Policy')])]),
    );
    expect(request.policies).toEqual([{ policyType: undefined, policyKey: undefined, status: undefined }]);
    expect(provisionPhase(request)).toBe('initial');
  });

  it('never have applied a policy by a status that is no number', () => {
    const request = readProvisionRequest(
      el('Provision', 'Provision', [
        el('Provision', 'Policies', [
          el('Provision', 'Policy', [el('Provision', 'PolicyKey', 'x'), el('Provision', 'Status')]),
        ]),
      ]),
    );
    expect(request.policies[0]).toMatchObject({ policyKey: 0, status: 3 });
  });

  it('may describe themselves at any length without harm', () => {
    const information = el('Settings', 'DeviceInformation', [
      el('Settings', 'Set', [
        el('Settings', 'Model', 'x'.repeat(5000)),
        el('Settings', 'IMEI'),
        el('Settings', 'OS', '  iOS 18 '),
      ]),
    ]);
    const { deviceInformation } = readProvisionRequest(el('Provision', 'Provision', [information]));
    expect(deviceInformation).toEqual({ model: 'x'.repeat(1024), os: 'iOS 18' });
  });

  it('are refused with Status 2 if they are another document', () => {
    expect(() => readProvisionRequest(el('Ping', 'Ping'))).toThrow(
      expect.objectContaining({ name: 'EasFormatError', code: 'unexpected_document', status: 2 }),
    );
  });
});

describe('answers on the wire', () => {
  it.each([
    ['provision-ack-response', { status: 1, policies: [{ policyType, status: 1, policyKey: 3_942_919_513 }] }],
    ['provision-ack-keymismatch-response', { status: 1, policies: [{ policyType, status: 5 }] }],
    ['provision-nopolicy-response', { status: 1, policies: [{ policyType, status: 2 }] }],
    ['provision-remotewipe-response', { status: 1, remoteWipe: true }],
    ['provision-accountonly-response', { status: 1, accountOnlyRemoteWipe: true }],
  ])('%s is written, and read by our client alike', (name, response) => {
    expect(writeProvisionResponse(response)).toEqual(vector(name));
    expect(readProvisionResponse(vector(name))).toEqual({
      remoteWipe: false,
      accountOnlyRemoteWipe: false,
      ...response,
    });
  });

  it('carry the policy document in their policy', () => {
    const full = vector('provision-initial-response-full');
    const response = readProvisionResponse(full);
    expect(response).toMatchObject({ status: 1, deviceInformationStatus: 1, policies: [{ policyKey: 1_307_199_584 }] });
    expect(writeProvisionResponse(response)).toEqual(full);
  });
});

describe('policy keys', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    [' 4294967295 ', 4_294_967_295],
    ['4294967296', 0],
    ['99999999999', 0],
    ['1e3', 0],
    ['0x10', 0],
    ['', 0],
    [undefined, 0],
  ])('%o is read as %i', (text, key) => expect(parsePolicyKey(text)).toBe(key));
});
