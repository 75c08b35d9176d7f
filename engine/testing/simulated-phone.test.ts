import { Agent } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { findProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import type { PhoneProfile } from '@/engine/testing/phone-profile';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { ScriptedMailbox } from '@/engine/testing/scripted-mailbox';
import { type PeerQuestion, type ScriptedPeer, startScriptedPeer } from '@/engine/testing/scripted-peer';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';

const [profile] = phoneProfiles;

interface Bench {
  phone: SimulatedPhone;
  mailbox: ScriptedMailbox;
  peer: ScriptedPeer;
  /** What the phone asked, without OPTIONS. */
  commands: () => string[];
  /** How long it waited; each wait ends at once. */
  waits: number[];
}

const benches: Bench[] = [];

interface BenchOptions {
  readonly habits?: Partial<PhoneHabits>;
  readonly version?: string;
  readonly profile?: Partial<PhoneProfile>;
  readonly intercept?: (question: PeerQuestion) => 'drop' | null;
  /** After so many waits the phone waits until it is switched off. Default 20. */
  readonly maxWaits?: number;
}

async function bench({
  habits,
  version = '16.1',
  profile: more,
  intercept,
  maxWaits = 20,
}: BenchOptions = {}): Promise<Bench> {
  if (!profile) throw new Error('no profile');
  const mailbox = new ScriptedMailbox();
  const peer = await startScriptedPeer((question) => intercept?.(question) ?? mailbox.answer(question), version);
  const waits: number[] = [];
  const wait = (ms: number, signal: AbortSignal) => {
    waits.push(ms);
    if (waits.length <= maxWaits) return Promise.resolve();
    return new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    });
  };
  const phone = new SimulatedPhone({
    engineUrl: peer.url,
    owner: 'Anna Keller',
    user: 'anna.keller@example.com',
    password: 'secret',
    deviceId: 'ApplDNXYZ',
    profile: { ...profile, protocolVersions: [findProtocolVersion(version) ?? '16.1'], ...more },
    habits,
    wait,
    agent: new Agent({ keepAlive: false }), // so that no request is repeated quietly on a stale connection
  });
  const made = { phone, mailbox, peer, waits, commands: () => peer.questions.map(({ line }) => line.command) };
  benches.push(made);
  return made;
}

afterEach(async () => {
  for (const { phone, peer } of benches.splice(0)) {
    await phone.stop();
    await peer.close();
  }
});

/** The phone holds a Ping and the server has it. */
async function held({ phone, mailbox }: Bench): Promise<void> {
  await phone.waitUntil(({ activity }) => activity === 'pinging');
  await new Promise<void>((resolve) => {
    const look = () => (mailbox.heldPings > 0 ? resolve() : setImmediate(look));
    look();
  });
}

describe('a phone with habits of its own', () => {
  it('pings again when its Ping ends for anything but mail, until another request tells it what is the matter', async () => {
    const made = await bench({ habits: { heedsEndOfPing: false } });
    made.phone.start();
    await held(made);
    made.mailbox.finalKey = 3003;
    for (let round = 0; round < 3; round += 1) {
      made.mailbox.endPings(7);
      await held(made);
    }
    expect(made.commands().slice(-4)).toEqual(['Ping', 'Ping', 'Ping', 'Ping']);
    made.phone.refresh();
    await made.phone.next('provisioned');
    await held(made);
    expect(made.phone.client.policyKey).toBe(3003);
  });

  it('goes on without the key of its policy, and has to provision again for whatever it does', async () => {
    const made = await bench({ habits: { keepsPolicyKey: false, retryMs: 1000 }, maxWaits: 1 });
    made.phone.start();
    await made.phone.next('blocked');
    expect(made.commands().slice(0, 6)).toEqual([
      'Provision',
      'Provision',
      'FolderSync',
      'Provision',
      'Provision',
      'FolderSync',
    ]);
    expect(made.phone.memory.items.size).toBe(0);
    made.phone.habits = { ...made.phone.habits, keepsPolicyKey: true };
    await held(made);
    expect(made.phone.memory.items.get('5')?.size).toBe(3);
  });

  it.each([
    [2, 6],
    [4, undefined],
  ] as const)(
    'that answers %i to its policy goes on with the key it is given',
    async (policyAnswer, passwordLength) => {
      const made = await bench({ habits: { policyAnswer } });
      made.phone.start();
      await held(made);
      expect(made.phone.client.policyKey).toBe(2002);
      expect(made.phone.memory.policy?.MinDevicePasswordLength).toBe(passwordLength);
    },
  );
});

describe('a phone that is set up', () => {
  it('provisions, fetches folders and mail, and holds a Ping', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    expect(made.commands()).toEqual(['Provision', 'Provision', 'FolderSync', 'Sync', 'Sync', 'Ping']);
    expect(made.phone.memory.items.get('5')?.size).toBe(3);
    expect(made.phone.client).toMatchObject({ policyKey: 2002, protocolVersion: '16.1' });
  });

  it('puts the policy in force that it was told', async () => {
    const made = await bench();
    made.phone.start();
    const [{ policyKey }] = await made.phone.next('provisioned');
    expect(policyKey).toBe(2002);
    expect(made.phone.memory.policy).toMatchObject({ DevicePasswordEnabled: true, MinDevicePasswordLength: 6 });
  });

  it('provisions only when told to, if that is its habit', async () => {
    const made = await bench({ habits: { provisionsFirst: false } });
    made.phone.start();
    await held(made);
    expect(made.commands().slice(0, 4)).toEqual(['FolderSync', 'Provision', 'Provision', 'FolderSync']);
  });

  it('understands 449 at 12.1, and describes itself by Settings there', async () => {
    const made = await bench({ version: '12.1', habits: { provisionsFirst: false } });
    made.phone.start();
    await held(made);
    expect(made.commands()).toEqual([
      'Settings',
      'Provision',
      'Provision',
      'Settings',
      'FolderSync',
      'Sync',
      'Sync',
      'Ping',
    ]);
    expect(made.peer.questions[1]?.element?.children).toHaveLength(1);
  });

  it('describes itself while provisioning from 14.1 on', async () => {
    const made = await bench({ version: '14.1' });
    made.phone.start();
    await held(made);
    expect(made.peer.questions[0]?.element?.children[0]).toMatchObject({
      namespace: 'Settings',
      name: 'DeviceInformation',
    });
    expect(made.commands()).not.toContain('Settings');
  });

  it('fetches what arrives while it holds a Ping', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    const mail = made.phone.next('mail');
    made.mailbox.deliver(2);
    expect(await mail).toEqual([{ collectionId: '5', added: 2 }]);
    await held(made);
  });

  it('takes the interval that the engine allows', async () => {
    const made = await bench({ habits: { heartbeatSeconds: 30 } });
    made.phone.start();
    await held(made);
    made.mailbox.endPings(5);
    await made.phone.next('ping-started');
    expect(made.phone.memory.heartbeatSeconds).toBe(120);
  });

  it('provisions again when the policy changes', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    made.mailbox.finalKey = 3003;
    made.mailbox.endPings(7);
    await made.phone.waitUntil(({ client }) => client.policyKey === 3003);
    await held(made);
    expect(made.commands().slice(6)).toEqual(['FolderSync', 'Provision', 'Provision', 'FolderSync', 'Ping']);
  });
});

describe('a phone that is to be wiped', () => {
  it('ends its Ping, fetches the order, reports success and forgets everything', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    made.mailbox.order = 'wipe';
    made.mailbox.endPings(7);
    expect(await made.phone.next('wiped')).toEqual([{ kind: 'wipe' }]);
    expect(made.mailbox.reports).toEqual([1]);
    expect(made.phone.activity).toBe('wiped');
    expect(made.phone.memory).toMatchObject({ hierarchyKey: '0', policy: null, items: new Map() });
    expect(made.commands().slice(6)).toEqual(['FolderSync', 'Provision', 'Provision']);
    expect(made.peer.questions[7]?.element?.children).toEqual([]); // the empty request of the specification
  });

  it('finds the order in the answer to its usual request, at 12.1 too', async () => {
    const made = await bench({ version: '12.1', habits: { fetchesWipeWithEmptyRequest: false } });
    made.mailbox.order = 'wipe';
    made.phone.start();
    await made.phone.next('wiped');
    expect(made.mailbox.reports).toEqual([1]);
  });

  it('removes only the account for a delete', async () => {
    const made = await bench();
    made.mailbox.order = 'delete';
    made.phone.start();
    expect(await made.phone.next('wiped')).toEqual([{ kind: 'delete' }]);
    expect(made.phone.activity).toBe('account-removed');
  });

  it('reports failure as often as it is meant to, and obeys at last', async () => {
    const made = await bench({ habits: { failedWipes: 2 } });
    made.mailbox.order = 'wipe';
    made.phone.start();
    await made.phone.next('wiped');
    expect(made.mailbox.reports).toEqual([2, 2, 1]);
    expect(made.waits).toEqual([60_000, 60_000]);
  });

  it('fetches the order again if its report did not get through', async () => {
    let lost = 0;
    const intercept = ({ element }: PeerQuestion) => {
      const isReport = element?.children.some(({ name }) => name === 'RemoteWipe') === true;
      if (!isReport || lost > 0) return null;
      lost += 1;
      return 'drop';
    };
    const made = await bench({ intercept });
    made.mailbox.order = 'wipe';
    made.phone.start();
    await made.phone.next('wiped');
    expect([lost, made.mailbox.reports]).toEqual([1, [1]]);
  });

  it('lets a test step in between order and report', async () => {
    let goOn: () => void = () => undefined;
    const stage = new Promise<void>((resolve) => (goOn = resolve));
    const made = await bench({ habits: { beforeWipeReport: () => stage } });
    made.mailbox.order = 'wipe';
    made.phone.start();
    await made.phone.next('wipe-ordered');
    expect(made.mailbox.reports).toEqual([]);
    goOn();
    await made.phone.next('wiped');
    expect(made.mailbox.reports).toEqual([1]);
  });

  it('can be set up anew under the same device id', async () => {
    const made = await bench();
    made.mailbox.order = 'wipe';
    made.phone.start();
    await made.phone.next('wiped');
    await made.phone.setUpAnew();
    await held(made);
    expect(new Set(made.peer.questions.map(({ line }) => line.deviceId))).toEqual(new Set(['ApplDNXYZ']));
  });
});

describe('a phone with habits of its own', () => {
  it('refuses a policy, and is blocked by a strict server until a person acts', async () => {
    const made = await bench({ habits: { policyAnswer: 3 }, maxWaits: 0 });
    made.mailbox.isStrict = true;
    made.phone.start();
    expect(await made.phone.next('policy-refused')).toEqual([{ answer: 3 }]);
    expect(await made.phone.next('blocked')).toEqual([{ http: 200, status: 139 }]);
    expect(made.phone).toMatchObject({ activity: 'blocked', memory: { policy: null } });
  });

  it('refuses a policy and syncs all the same where that is allowed', async () => {
    const made = await bench({ habits: { policyAnswer: 3 } });
    made.phone.start();
    await held(made);
    expect(made.phone.memory.policy).toBeNull();
  });

  it('knows nothing of policies, so that a demand blocks it', async () => {
    const made = await bench({ habits: { canProvision: false }, maxWaits: 0 });
    made.phone.start();
    await made.phone.next('blocked');
    expect(made.commands()).toEqual(['FolderSync']);
    expect(made.peer.questions[0]?.line.policyKey).toEqual({ kind: 'absent' });
  });

  it('falls asleep after its set-up and sends nothing until it is woken', async () => {
    const made = await bench({ habits: { sleepsAfterSetUp: true } });
    made.phone.start();
    await made.phone.next('asleep');
    const before = made.commands().length;
    made.mailbox.order = 'wipe';
    made.phone.wake();
    await made.phone.next('wiped');
    expect(made.commands()[before]).toBe('Ping');
  });

  it('is put to sleep in the middle of a Ping', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    made.phone.sleep();
    await made.phone.waitUntil(({ activity }) => activity === 'asleep');
    const before = made.commands().length;
    made.phone.wake();
    await made.phone.waitUntil(({ activity }) => activity === 'pinging');
    expect(made.commands().length).toBeGreaterThanOrEqual(before);
  });

  it('looks for mail now and then instead of holding a Ping', async () => {
    const made = await bench({ habits: { push: 'poll', pollMs: 900_000 }, maxWaits: 1 });
    made.phone.start();
    await made.phone.waitUntil(({ activity }) => activity === 'waiting' && made.waits.length === 2);
    expect(made.waits).toEqual([900_000, 900_000]);
    expect(made.commands().slice(2)).toEqual(['FolderSync', 'Sync', 'Sync', 'FolderSync', 'Sync']);
  });
});

describe('a phone in trouble', () => {
  it('waits when its password is refused, and goes on when the owner types the new one', async () => {
    const made = await bench({ maxWaits: 0 });
    made.mailbox.password = 'changed';
    made.phone.start();
    expect(await made.phone.next('sign-in-refused')).toEqual([{ http: 401 }]);
    made.phone.enterPassword('changed');
    await held(made);
  });

  it('tries again when the engine cannot be reached', async () => {
    let dropped = 0;
    const made = await bench({ intercept: () => (dropped++ < 3 ? 'drop' : null) });
    made.phone.start();
    await held(made);
    expect(made.waits).toEqual([60_000, 60_000, 60_000]);
  });

  it('stops provisioning in a circle', async () => {
    const made = await bench({ maxWaits: 0 });
    made.phone.on('provisioned', () => (made.mailbox.finalKey += 1)); // whatever it gets is stale at once
    made.phone.start();
    await made.phone.next('blocked');
    expect(made.commands().filter((command) => command === 'FolderSync')).toHaveLength(6);
  });

  it('is blocked by name until it is allowed again', async () => {
    const made = await bench({ maxWaits: 0 });
    made.mailbox.isBlocked = true;
    made.phone.start();
    expect(await made.phone.next('blocked')).toEqual([{ http: 200, status: 129 }]);
  });

  it('is switched off at any time, in the middle of a Ping too', async () => {
    const made = await bench();
    made.phone.start();
    await held(made);
    await made.phone.stop();
    expect(made.phone.activity).toBe('stopped');
  });

  it('ends with the signal that it was started with', async () => {
    const made = await bench();
    const end = new AbortController();
    made.phone.start(end.signal);
    await held(made);
    const stopped = made.phone.next('stopped');
    end.abort();
    expect(await stopped).toEqual([]);
  });
});
