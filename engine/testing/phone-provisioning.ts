import { readProvisionDocument } from '@/lib/protocol/eas/provision-document';
import {
  type IssuedPolicy,
  policyStatus,
  type ProvisionRequest,
  type ProvisionResponse,
  provisionStatus,
  policyTypeOf,
  wipeAnswer,
  type WipeReport,
} from '@/lib/protocol/eas/provision';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';
import { settingsOfWap } from '@/lib/protocol/eas/wap-provisioning';
import { isAtLeast } from '@/lib/protocol/eas/protocol-version';
import { judge, type Verdict } from '@/engine/testing/eas-answer';
import type { PhoneCore } from '@/engine/testing/phone-core';
import type { WipeKind } from '@/engine/testing/phone-habits';

const SERVER_ERROR = 500;

/** One round of provisioning, with whatever it turns out to be: a policy, none, or an order to wipe. */
export async function provisionPhone(phone: PhoneCore): Promise<Verdict | 'wiped'> {
  const { client, memory } = phone;
  client.policyKey = 0; // [MS-ASPROV] 3.1.5.1.1: an initial request has no key
  const answer = await phone.contact('Provision', (options) => client.provision(initialRequest(phone), options));
  const verdict = judge(answer);
  if (verdict !== 'ok') return verdict;
  const { response } = answer;
  if (!response) return 'failed';
  const order = orderIn(response);
  if (order) return obeyOrder(phone, order);
  if (memory.expectsWipe) {
    memory.expectsWipe = false; // the order was withdrawn; ask for the policy next
    return 'provision';
  }
  const [policy] = response.policies ?? [];
  if (response.status !== provisionStatus.success || !policy) return 'failed';
  return policy.status === policyStatus.noPolicy ? finish(phone, 0) : acknowledge(phone, policy);
}

function initialRequest({ client, profile, memory, habits }: PhoneCore): Partial<ProvisionRequest> {
  if (memory.expectsWipe && habits.fetchesWipeWithEmptyRequest) return {};
  return {
    deviceInformation: isAtLeast(client.protocolVersion, '14.1') ? profile.device : undefined,
    policies: [{ policyType: policyTypeOf(client.protocolVersion) }],
  };
}

const orderIn = ({ remoteWipe, accountOnlyRemoteWipe }: ProvisionResponse): WipeKind | null =>
  remoteWipe ? 'wipe' : accountOnlyRemoteWipe ? 'delete' : null;

function settingsIn({ document, wapText }: IssuedPolicy): Partial<ProvisionSettings> {
  if (wapText !== undefined) return settingsOfWap(wapText);
  return document ? readProvisionDocument(document) : {};
}

async function acknowledge(phone: PhoneCore, policy: IssuedPolicy): Promise<Verdict | 'wiped'> {
  const { client, habits, memory } = phone;
  if (policy.status !== policyStatus.success || policy.policyKey === undefined) return 'failed';
  const { policyKey, policyType } = policy;
  const status = habits.policyAnswer;
  const settings = settingsIn(policy);
  client.policyKey = policyKey;
  if (status !== 1) phone.tell('policy-refused', { answer: status });

  const answer = await phone.contact('Provision', (options) =>
    client.provision({ policies: [{ policyType, policyKey, status }] }, options),
  );
  const verdict = judge(answer);
  if (verdict !== 'ok') return verdict;
  const order = answer.response && orderIn(answer.response);
  if (order) return obeyOrder(phone, order);
  const [final] = answer.response?.policies ?? [];
  if (final?.status === policyStatus.keyMismatch) return 'provision';
  if (final?.status !== policyStatus.success || !final.policyKey) return 'blocked';
  if (status === 1) memory.policy = settings;
  if (status === 2) memory.policy = passwordPartOf(settings);
  return finish(phone, final.policyKey);
}

/** [MS-ASPROV] 2.2.2.54.1 Status 2: "at least the PIN". */
function passwordPartOf(settings: Partial<ProvisionSettings>): Partial<ProvisionSettings> {
  const part = Object.entries(settings).filter(([name]) => name.includes('DevicePassword'));
  return Object.fromEntries(part);
}

function finish(phone: PhoneCore, policyKey: number): Verdict {
  phone.client.policyKey = phone.habits.keepsPolicyKey ? policyKey : 0;
  phone.memory.needsProvisioning = false;
  phone.memory.hasDescribedItself ||= isAtLeast(phone.client.protocolVersion, '14.1');
  phone.tell('provisioned', { policyKey, settings: phone.memory.policy });
  return 'ok';
}

/** Reports first and destroys afterwards, so that an order whose report was lost is fetched again. */
async function obeyOrder(phone: PhoneCore, kind: WipeKind): Promise<Verdict | 'wiped'> {
  phone.tell('wipe-ordered', { kind });
  await phone.habits.beforeWipeReport?.(kind);
  const report: WipeReport = { status: phone.failedWipesLeft > 0 ? wipeAnswer.failed : wipeAnswer.done };
  const request = kind === 'wipe' ? { remoteWipe: report } : { accountOnlyRemoteWipe: report };
  const answer = await phone.contact('Provision', (options) => phone.client.provision(request, options));
  if (answer.http >= SERVER_ERROR) return 'later';
  phone.tell('wipe-reported', { kind, status: report.status });
  if (report.status === wipeAnswer.failed) {
    phone.failedWipesLeft -= 1;
    return 'later';
  }
  phone.forgetEverything();
  phone.activity = kind === 'wipe' ? 'wiped' : 'account-removed';
  phone.tell('wiped', { kind });
  return 'wiped';
}
