import { describe, expect, it } from 'vitest';
import { type Account, BackendUnavailable, type Credentials } from '@/engine/backends/contract';
import { SignIn } from './sign-in';
import { SignInThrottle } from './sign-in-throttle';

/** A mail store with one right password, a count of how often it was asked, and a clock. */
function store() {
  const state = { password: 'right', asked: 0, isAway: false, nowMs: 1_000_000 };
  const backend = {
    authenticate: async (credentials: Credentials): Promise<Account | null> => {
      state.asked += 1;
      if (state.isAway) throw new BackendUnavailable('away');
      if (credentials.password !== state.password) return null;
      const mailbox = credentials.username.toLowerCase();
      return { mailbox, address: `${mailbox}@example.com`, displayName: null, credentials };
    },
  };
  return { state, signIn: new SignIn(backend, () => state.nowMs) };
}

const anna = (password: string) => ({ username: 'Anna', password });
const kind = async (result: Promise<{ kind: string }>) => (await result).kind;
const HERE = '192.0.2.1';
const MINUTE_MS = 60_000;

describe('sign-in', () => {
  it('asks the mail server once in ten minutes for the same password, and once for requests at the same time', async () => {
    const { state, signIn } = store();
    const both = await Promise.all([signIn.verify(anna('right'), HERE), signIn.verify(anna('right'), HERE)]);
    expect(both.map((each) => each.kind)).toEqual(['accepted', 'accepted']);
    expect(await signIn.verify(anna('right'), HERE)).toMatchObject({ kind: 'accepted', account: { mailbox: 'anna' } });
    expect(state.asked).toBe(1);
    state.nowMs += 10 * MINUTE_MS;
    await signIn.verify(anna('right'), HERE);
    expect(state.asked).toBe(2);
  });

  it('does not mix up names and passwords that join to the same text', async () => {
    const { signIn } = store();
    await signIn.verify({ username: 'anna', password: 'right' }, HERE);
    expect(await kind(signIn.verify({ username: 'annar', password: 'ight' }, HERE))).toBe('refused');
  });

  it('tells the first failures at once, then slows down, and lets another attempt through after the wait', async () => {
    const { state, signIn } = store();
    const kinds: string[] = [];
    for (let guess = 0; guess < 8; guess += 1) kinds.push(await kind(signIn.verify(anna(`guess ${guess}`), HERE)));
    expect(kinds).toEqual([...Array.from({ length: 5 }, () => 'refused'), 'throttled', 'throttled', 'throttled']);
    const throttled = await signIn.verify(anna('right'), HERE);
    expect(throttled).toMatchObject({ kind: 'throttled', retryAfterSeconds: 1 });
    state.nowMs += 1000;
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
  });

  it('does not count the same wrong password again: a phone repeats it for days after it was changed', async () => {
    const { state, signIn } = store();
    for (let minute = 0; minute < 100; minute += 1) {
      expect(await kind(signIn.verify(anna('old'), HERE))).toBe('refused');
      state.nowMs += 1000;
    }
    expect(state.asked).toBeLessThan(5);
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
  });

  it('never slows down a password that was good lately, whoever guesses meanwhile', async () => {
    const { state, signIn } = store();
    await signIn.verify(anna('right'), HERE);
    for (let guess = 0; guess < 50; guess += 1) await signIn.verify(anna(`guess ${guess}`), HERE);
    state.nowMs += 11 * MINUTE_MS;
    for (let guess = 50; guess < 100; guess += 1) await signIn.verify(anna(`guess ${guess}`), HERE);
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
  });

  it('lets the owner in from elsewhere soon, whatever is tried from one address', async () => {
    const { state, signIn } = store();
    for (let guess = 0; guess < 10; guess += 1) {
      await signIn.verify(anna(`guess ${guess}`), '198.51.100.9');
      state.nowMs += 20_000;
    }
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
  });

  it('does not take a mail server that is away for a wrong password', async () => {
    const { state, signIn } = store();
    state.isAway = true;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await kind(signIn.verify(anna('right'), HERE))).toBe('unavailable');
    }
    state.isAway = false;
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
  });

  it('asks again once a watch has found that the password is not good any more', async () => {
    const { state, signIn } = store();
    const first = await signIn.verify(anna('right'), HERE);
    state.password = 'other';
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('accepted');
    signIn.forget((first as { account: Account }).account); // accepted, as checked by the line before
    expect(await kind(signIn.verify(anna('right'), HERE))).toBe('refused');
  });
});

describe('guesses at one mailbox', () => {
  it('are not free because they are sent all at once', async () => {
    const { state, signIn } = store();
    const guesses = Array.from({ length: 100 }, (_each, guess) => signIn.verify(anna(`guess ${guess}`), HERE));
    const kinds = (await Promise.all(guesses)).map((each) => each.kind);
    expect(kinds.filter((each) => each === 'refused')).toHaveLength(5);
    expect(kinds.filter((each) => each === 'throttled')).toHaveLength(95);
    expect(state.asked).toBe(5);
  });

  it('from everywhere do not keep out a new phone at an address that its owner came from', async () => {
    const { signIn } = store();
    await signIn.verify(anna('right'), HERE);
    for (let guess = 0; guess < 60; guess += 1) await signIn.verify(anna(`guess ${guess}`), `198.51.100.${guess}`);
    expect(await kind(signIn.verify(anna('right again'), '203.0.113.1'))).toBe('throttled');
    expect(await kind(signIn.verify(anna('typed wrong'), HERE))).toBe('refused');
  });
});

describe('the throttle', () => {
  it('counts what is being tried only until it is over', () => {
    const throttle = new SignInThrottle(() => 0);
    const attempt = { username: 'anna', address: HERE };
    for (let trial = 0; trial < 5; trial += 1) expect(throttle.admit(attempt)).toBe(0);
    expect(throttle.admit(attempt)).toBe(1);
    throttle.settle(attempt);
    expect(throttle.admit(attempt)).toBe(0);
  });

  it('knows of an address how often it failed, for a quarter of an hour', () => {
    let nowMs = 0;
    const throttle = new SignInThrottle(() => nowMs);
    expect(throttle.failuresOf(HERE)).toBe(0);
    for (let failure = 0; failure < 3; failure += 1) throttle.recordFailure({ username: `u${failure}`, address: HERE });
    expect(throttle.failuresOf(HERE)).toBe(3);
    nowMs += 15 * MINUTE_MS;
    expect(throttle.failuresOf(HERE)).toBe(0);
  });

  it('never waits longer than five minutes, and forgets after a quarter of an hour', () => {
    let nowMs = 0;
    const throttle = new SignInThrottle(() => nowMs);
    const attempt = { username: 'anna', address: HERE };
    for (let failure = 0; failure < 100; failure += 1) throttle.recordFailure(attempt);
    expect(throttle.admit(attempt)).toBe(300);
    nowMs += 15 * MINUTE_MS;
    expect(throttle.admit(attempt)).toBe(0);
    throttle.recordFailure(attempt);
    expect(throttle.admit(attempt)).toBe(0);
  });

  it('takes a /64 of IPv6 for one address', () => {
    const throttle = new SignInThrottle(() => 0);
    for (let host = 0; host < 10; host += 1)
      throttle.recordFailure({ username: 'anna', address: `2001:db8:1:2::${host}` });
    expect(throttle.admit({ username: 'anna', address: '2001:db8:1:2:ffff::1' })).toBeGreaterThan(0);
    expect(throttle.admit({ username: 'anna', address: '2001:db8:1:3::1' })).toBe(0);
  });
});
