import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker';
import { BackendUnavailable } from './contract';

function breaker(random = 1) {
  let now = 0;
  const made = new CircuitBreaker({ nowMs: () => now, random: () => random });
  const isOpen = () => {
    try {
      made.check();
      return false;
    } catch (error) {
      if (error instanceof BackendUnavailable) return true;
      throw error;
    }
  };
  return { made, isOpen, pass: (ms: number) => (now += ms) };
}

describe('a server that failed', () => {
  it('is left alone for a time that doubles with every failure, and has an end', () => {
    const { made, isOpen, pass } = breaker();
    const pauses = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    for (const pauseMs of pauses) {
      made.failed();
      pass(pauseMs - 1);
      expect(isOpen()).toBe(true);
      pass(1);
      expect(isOpen()).toBe(false);
    }
  });

  it('is asked by one only, until there is an answer', () => {
    const { made, isOpen, pass } = breaker();
    made.failed();
    pass(500);
    expect([isOpen(), isOpen(), isOpen()]).toEqual([false, true, true]);
    made.succeeded();
    expect([isOpen(), isOpen()]).toEqual([false, false]);
  });

  it('is asked again when the one who asked gave up or never came back', () => {
    const { made, isOpen, pass } = breaker();
    made.failed();
    pass(500);
    expect(isOpen()).toBe(false);
    made.gaveUp();
    expect(isOpen()).toBe(false);
    pass(10_000);
    expect(isOpen()).toBe(false);
  });

  it('is not asked by all front ends in the same moment', () => {
    const early = breaker(0);
    early.made.failed();
    early.pass(250);
    expect(early.isOpen()).toBe(false);
  });

  it('starts over once it has worked', () => {
    const { made, isOpen, pass } = breaker();
    made.failed();
    made.failed();
    made.succeeded();
    made.failed();
    pass(500);
    expect(isOpen()).toBe(false);
  });
});
