import { EventEmitter } from 'node:events';
import type { Agent } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { findNewestCommonVersion, isAtLeast, type ProtocolVersion } from '@/lib/protocol/eas/protocol-version';
import { type EasAnswer, judge, retryAfterMs, statusOf, type Verdict } from '@/engine/testing/eas-answer';
import { EasClient } from '@/engine/testing/eas-client';
import { chooseDeed } from '@/engine/testing/phone-choice';
import type { PhoneCore } from '@/engine/testing/phone-core';
import type { PhoneDeed } from '@/engine/testing/phone-deed';
import { doDeed } from '@/engine/testing/phone-deeds';
import type { PhoneActivity, PhoneEvents } from '@/engine/testing/phone-events';
import { defaultHabits, type PhoneHabits } from '@/engine/testing/phone-habits';
import { describePhone, holdPing, syncCollection, syncFolders, watchedCollections } from '@/engine/testing/phone-mail';
import { newMemory, type PhoneMemory } from '@/engine/testing/phone-memory';
import type { PhoneProfile } from '@/engine/testing/phone-profile';
import { provisionPhone } from '@/engine/testing/phone-provisioning';

// Implementation notes
// - A phone is a loop. Each turn does the one thing that its memory says is most urgent, in this order: negotiate,
//   provision, describe itself, folders, items, what its owner wants, push. A turn ends with a verdict, and the verdict with a wait or not.
// - Demands to provision only set a flag in memory; so it does not matter which command met the demand.
// - `sleep` and `stop` abort the turn that is under way, with its sockets; what it had not stored is asked for again.
// - After a wipe the memory is new and the loop ends. Only `setUpAnew` begins again, with the same device id.

export interface PhoneConfig {
  readonly engineUrl: string;
  readonly owner: string;
  /** The mailbox to sign in to. */
  readonly user: string;
  readonly password: string;
  readonly deviceId: string;
  readonly profile: PhoneProfile;
  readonly habits?: Partial<PhoneHabits>;
  readonly agent?: Agent;
  /** Waits; it rejects when the signal aborts. Default: real time. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const MAX_DEMANDS_IN_A_ROW = 5;

/** 2.5 has no command for it, and from 14.1 on it is part of provisioning. */
const describesItselfBySettings = (version: ProtocolVersion): boolean =>
  isAtLeast(version, '12.1') && !isAtLeast(version, '14.1');

/** A whole phone: it provisions, syncs, holds pings, obeys policies and wipes, and tells of all of it by events. */
export class SimulatedPhone extends EventEmitter<PhoneEvents> implements PhoneCore {
  readonly client: EasClient;
  readonly profile: PhoneProfile;
  /** Its owner, or an update, may change them at any time. */
  habits: PhoneHabits;
  memory: PhoneMemory = newMemory();
  failedWipesLeft: number;

  private readonly wait: NonNullable<PhoneConfig['wait']>;
  private readonly watchers = new Set<() => void>();
  private life: { readonly end: AbortController; readonly over: Promise<void> } | null = null;
  private interrupt = new AbortController();
  private turnSignal = this.interrupt.signal;
  private wakeUp: (() => void) | null = null;
  private isSleepy = false;
  private isResting = false;
  private alarm: AbortController | null = null;
  private nextDeedAtMs: number | null = null;
  private hasSlept = false;
  private lastAnswer: EasAnswer<unknown> | null = null;
  private doing: PhoneActivity = 'new';

  constructor(readonly config: PhoneConfig) {
    super();
    const { profile, engineUrl, user, password, deviceId, agent } = config;
    this.profile = profile;
    this.habits = { ...defaultHabits, ...config.habits };
    this.failedWipesLeft = this.habits.failedWipes;
    this.wait = config.wait ?? ((ms, signal) => sleepFor(ms, undefined, { signal }));
    const [oldest = '12.1'] = profile.protocolVersions;
    const policyKey = this.habits.canProvision ? 0 : null;
    const { deviceType, userAgent, queryForm } = profile;
    const device = { deviceId, deviceType, userAgent, queryForm };
    this.client = new EasClient({ ...device, engineUrl, user, password, agent, protocolVersion: oldest, policyKey });
  }

  get activity(): PhoneActivity {
    return this.doing;
  }

  set activity(activity: PhoneActivity) {
    this.doing = activity;
    this.checkWatchers();
  }

  /** Switches the phone on. It lives until `stop`, the signal, or a wipe. */
  start(signal?: AbortSignal): void {
    if (this.life) return;
    const end = new AbortController();
    const until = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
    this.activity = 'busy';
    this.life = { end, over: this.live(until).finally(() => (this.life = null)) };
  }

  /** Switches the phone off and waits until it is. */
  async stop(): Promise<void> {
    const { life } = this;
    life?.end.abort();
    await life?.over;
  }

  /** The owner sets the phone up again, with the same device id. */
  async setUpAnew(signal?: AbortSignal): Promise<void> {
    await this.stop();
    this.forgetEverything();
    this.start(signal);
  }

  /** Out of reach from now on: pending requests are dropped, nothing is sent. */
  sleep(): void {
    this.isSleepy = true;
    this.interrupt.abort();
  }

  /** Back in reach. */
  wake(): void {
    this.isSleepy = false;
    this.wakeUp?.();
  }

  /** The owner does something with the phone; it is done as soon as the phone is up to date. */
  perform(deed: PhoneDeed): void {
    this.memory.deeds.push(deed);
    if (this.activity === 'pinging' || this.activity === 'waiting') this.interrupt.abort();
  }

  /** The owner lays the phone down: nothing is done any more that is not under way. */
  rest(): void {
    this.isResting = true;
  }

  /** Looks whether anything is new, in every folder that it shows. */
  refresh(): void {
    this.memory.isHierarchyStale = true;
    for (const id of this.memory.collectionKeys.keys()) this.memory.staleCollections.add(id);
    if (this.activity === 'pinging' || this.activity === 'waiting') this.interrupt.abort();
  }

  /** Whether everything that was to be done is done, and it only waits for news. */
  get isAtRest(): boolean {
    const { deeds, pending, staleCollections, isHierarchyStale } = this.memory;
    const isIdle = this.activity === 'pinging' || this.activity === 'waiting';
    return isIdle && !isHierarchyStale && deeds.length + pending.size + staleCollections.size === 0;
  }

  /** The owner types a password; the phone tries it at once. */
  enterPassword(password: string): void {
    this.client.password = password;
    this.interrupt.abort();
  }

  /**
   * Resolves as soon as the phone is in this condition, at once if it already is.
   *
   * @throws the signal's reason if it aborts first
   */
  waitUntil(condition: (phone: this) => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        this.watchers.delete(check);
        signal?.removeEventListener('abort', giveUp);
        settle();
      };
      const check = () => condition(this) && finish(resolve);
      const giveUp = () => finish(() => reject(signal?.reason));
      this.watchers.add(check);
      signal?.addEventListener('abort', giveUp);
      check();
    });
  }

  /** What the next event of this name carries. */
  next<K extends keyof PhoneEvents>(event: K): Promise<PhoneEvents[K]> {
    // `once` gives the listener's arguments, which are what the event carries.
    return EventEmitter.once(this as EventEmitter, event) as Promise<PhoneEvents[K]>;
  }

  tell<K extends keyof PhoneEvents>(event: K, ...payload: PhoneEvents[K]): void {
    // The types of `emit` do not follow a generic key; `payload` is bound to it by the signature above.
    (this as EventEmitter).emit(event, ...payload);
    this.checkWatchers();
  }

  private checkWatchers(): void {
    for (const check of this.watchers) check();
  }

  contact: PhoneCore['contact'] = async (command, send) => {
    const answer = await send({ signal: this.turnSignal });
    this.lastAnswer = answer;
    if (command !== 'Provision' && judge(answer) === 'ok') this.memory.demandsInARow = 0;
    this.tell('contact', { command, http: answer.http, status: statusOf(answer) });
    return answer;
  };

  forgetEverything(): void {
    this.memory = newMemory();
    this.client.policyKey = this.habits.canProvision ? 0 : null;
  }

  private async live(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.interrupt = new AbortController();
      this.turnSignal = AbortSignal.any([signal, this.interrupt.signal]);
      if (this.isSleepy) await this.stayAsleep(signal);
      if (signal.aborted) break;
      try {
        const verdict = await this.turn();
        if (verdict === 'wiped') return;
        await this.react(verdict);
      } catch (error) {
        if (!this.turnSignal.aborted) throw error;
      } finally {
        this.alarm?.abort();
      }
    }
    this.activity = 'stopped';
    this.tell('stopped');
  }

  private async stayAsleep(signal: AbortSignal): Promise<void> {
    this.activity = 'asleep';
    this.tell('asleep');
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.wakeUp = wake;
      signal.addEventListener('abort', wake);
    });
    this.wakeUp = null;
    if (signal.aborted) return;
    this.activity = 'busy';
    this.tell('awake');
  }

  /** A network that fails is part of a phone's life. */
  private async turn(): Promise<Verdict | 'wiped'> {
    try {
      return await this.mostUrgent();
    } catch (error) {
      if (this.turnSignal.aborted) throw error;
      this.tell('unreachable', { error });
      this.lastAnswer = null;
      return 'later';
    }
  }

  private mostUrgent(): Promise<Verdict | 'wiped'> {
    const { memory, habits } = this;
    this.activity = 'busy';
    if (!memory.hasVersion) return this.negotiate();
    if (memory.needsProvisioning && habits.canProvision) return provisionPhone(this);
    if (!memory.hasDescribedItself && describesItselfBySettings(this.client.protocolVersion))
      return describePhone(this);
    if (memory.isHierarchyStale) return syncFolders(this);
    const [stale] = memory.staleCollections;
    if (stale !== undefined) return syncCollection(this, stale);
    memory.resetsInARow = 0;
    const [deed] = memory.deeds;
    return deed ? doDeed(this, deed) : this.idle();
  }

  private async negotiate(): Promise<Verdict> {
    const answer = await this.contact('OPTIONS', (options) => this.client.options(options));
    const verdict = judge(answer);
    if (verdict !== 'ok') return verdict;
    const version = findNewestCommonVersion(this.profile.protocolVersions, answer.versions);
    if (!version) return 'failed';
    this.client.protocolVersion = version;
    this.memory.hasVersion = true;
    this.memory.needsProvisioning = this.habits.provisionsFirst;
    return 'ok';
  }

  private async idle(): Promise<Verdict> {
    if (this.habits.sleepsAfterSetUp && !this.hasSlept) {
      this.hasSlept = true;
      this.isSleepy = true;
      return 'ok';
    }
    if (this.isTimeForDeed()) return 'ok';
    if (this.habits.push === 'ping' && watchedCollections(this).length > 0) return holdPing(this);
    await this.pause(this.habits.pollMs);
    this.memory.isHierarchyStale = true;
    for (const { id } of watchedCollections(this)) this.memory.staleCollections.add(id);
    return 'ok';
  }

  /** Puts the next deed into the queue if it is time; otherwise sees to it that the phone looks up from its Ping then. */
  private isTimeForDeed(): boolean {
    const { deeds } = this.habits;
    if (!deeds || this.isResting) return false;
    const now = performance.now();
    this.nextDeedAtMs ??= now + 2 * deeds.random.next() * deeds.everyMs;
    const waitMs = this.nextDeedAtMs - now;
    if (waitMs > 0) {
      const { interrupt, turnSignal } = this;
      this.alarm = new AbortController();
      this.wait(waitMs, AbortSignal.any([turnSignal, this.alarm.signal])).then(
        () => interrupt.abort(),
        () => undefined, // the turn was over before
      );
      return false;
    }
    this.nextDeedAtMs = null;
    const deed = chooseDeed(this, deeds);
    if (deed) this.memory.deeds.push(deed);
    return deed !== null;
  }

  private async react(verdict: Verdict): Promise<void> {
    const { lastAnswer: answer } = this;
    switch (verdict) {
      case 'ok':
        return;
      case 'provision':
      case 'forbidden':
        return this.demanded(verdict);
      case 'sign-in':
        this.tell('sign-in-refused', { http: answer?.http ?? 0 });
        return this.pause(this.habits.retryMs);
      case 'blocked':
        return this.blocked();
      default:
        return this.pause((answer && retryAfterMs(answer)) ?? this.habits.retryMs);
    }
  }

  /** Provisions at once, unless that has been going on for a while. A plain refusal is taken as a demand once. */
  private async demanded(verdict: 'provision' | 'forbidden'): Promise<void> {
    const { memory, habits, lastAnswer } = this;
    memory.demandsInARow += 1;
    memory.expectsWipe = lastAnswer !== null && statusOf(lastAnswer) === 140;
    memory.needsProvisioning = true;
    const limit = verdict === 'forbidden' ? 1 : MAX_DEMANDS_IN_A_ROW;
    if (habits.canProvision && memory.demandsInARow <= limit) return;
    memory.demandsInARow = 0;
    await this.blocked();
  }

  private async blocked(): Promise<void> {
    const { lastAnswer } = this;
    const over = this.wait(this.habits.retryMs, this.turnSignal);
    this.activity = 'blocked';
    this.tell('blocked', { http: lastAnswer?.http ?? 0, status: lastAnswer ? statusOf(lastAnswer) : undefined });
    await over;
  }

  private async pause(ms: number): Promise<void> {
    const over = this.wait(ms, this.turnSignal);
    this.activity = 'waiting';
    await over;
  }
}
