import { afterEach } from 'vitest';
import { consoleContext, type EngineUnderTest, givePolicy } from '@/engine/engine-under-test';
import type { PhoneHabits } from '@/engine/testing/phone-habits';
import type { PhoneProfile } from '@/engine/testing/phone-profile';
import { phoneProfiles } from '@/engine/testing/phone-profiles';
import { SimulatedPhone } from '@/engine/testing/simulated-phone';
import type { Database } from '@/lib/db/client';
import { queueCommand } from '@/lib/domain/commands/queue-command';
import type { DeviceView } from '@/lib/domain/devices/contract';
import { getDevice } from '@/lib/domain/devices/get-device';
import type { PolicyRules, PolicySettings, PolicyView } from '@/lib/domain/policies/contract';
import { updatePolicy } from '@/lib/domain/policies/update-policy';

type Rules = Partial<PolicyRules> & { settings?: Partial<PolicySettings> };

export type ReactingPhone = {
  readonly phone: SimulatedPhone;
  readonly policy: PolicyView;
  /** Mails that it has shown so far. */
  readonly mails: () => number;
  /** What it asked, one word a request. */
  readonly commands: string[];
  /** Ends its pause, whatever it waits for. */
  readonly endPause: () => void;
};

const settings = { DevicePasswordEnabled: true, MinDevicePasswordLength: 6 };

/** Simulated phones of a test file, each with a mailbox and a policy of its own, and what the administrator sees. */
export function usePhones(engine: EngineUnderTest, db: Database) {
  const phones: SimulatedPhone[] = [];
  let count = 0;
  const [usual] = phoneProfiles;

  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.stop();
  });

  /** Switched on, under a policy that demands a password. A pause lasts until the test ends it. */
  async function switchOn(
    habits: Partial<PhoneHabits>,
    rules: Rules = {},
    profile: PhoneProfile | undefined = usual,
  ): Promise<ReactingPhone> {
    if (!profile) throw new Error('there are phones');
    count += 1;
    const user = `reacting${count}@example.com`;
    const policy = await givePolicy(db, user, { settings, allowNonProvisionable: false, ...rules });
    const pauses = new Set<() => void>();
    const wait = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        pauses.add(resolve);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (signal.aborted) reject(signal.reason);
      });
    const phone = new SimulatedPhone({
      engineUrl: engine.url,
      owner: 'Owner',
      user,
      password: 'demo',
      deviceId: `REACTING${count}`,
      profile,
      habits,
      wait,
    });
    const commands: string[] = [];
    let mails = 0;
    phone.on('contact', ({ command }) => commands.push(command));
    phone.on('mail', ({ added }) => (mails += added));
    phones.push(phone);
    phone.start();
    const endPause = () => {
      for (const resolve of pauses) resolve();
      pauses.clear();
    };
    return { phone, policy, commands, mails: () => mails, endPause };
  }

  async function idOf({ config }: SimulatedPhone): Promise<string> {
    const where = { mailbox: { name: config.user }, deviceKey: config.deviceId.toLowerCase() };
    return (await db.device.findFirstOrThrow({ where, select: { id: true } })).id;
  }

  /** The page of the device, as the administrator has it; by the engine's clock. */
  const seen = async (phone: SimulatedPhone): Promise<DeviceView> =>
    getDevice({ ...consoleContext(db), now: engine.engine.now }, { deviceId: await idOf(phone) });

  const wipe = async (phone: SimulatedPhone) =>
    queueCommand(consoleContext(db), { deviceId: await idOf(phone), kind: 'wipe', reason: 'lost' });

  /** The administrator edits the policy. */
  function edit({ policy }: ReactingPhone, change: Rules): Promise<PolicyView> {
    const { id: policyId, name, description, version, refreshIntervalHours } = policy;
    const { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant } = policy;
    return updatePolicy(consoleContext(db), {
      policyId,
      name,
      description,
      version,
      refreshIntervalHours,
      allowNonProvisionable,
      treatPartialAsCompliant,
      treatExternalAsCompliant,
      ...change,
      settings: { ...policy.settings, ...change.settings },
    });
  }

  return { switchOn, idOf, seen, wipe, edit };
}
