/** Ends what was started, in the reverse order, whatever starts the end of it. */
export type Shutdown = {
  /** Aborted as soon as the end begins: steps that are under way give up. */
  signal: AbortSignal;
  /** Has something ended later; the last one added goes first. */
  add: (name: string, end: () => void | Promise<void>) => void;
  /** Ends everything that has been added, once each. */
  run: () => Promise<void>;
  /** Why the end began, if it was a fault. */
  reason: () => Error | undefined;
  /** Begins the end because something cannot go on. */
  fail: (error: Error) => void;
};

/**
 * @param onStep hears what is being ended, for the person at the terminal
 */
export function createShutdown(onStep: (text: string) => void): Shutdown {
  const abort = new AbortController();
  const steps: { name: string; end: () => void | Promise<void> }[] = [];
  let running: Promise<void> | undefined;
  let reason: Error | undefined;

  const endAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      onStep(`Stopping ${step.name} …`);
      try {
        await step.end();
      } catch (error) {
        // The rest must be ended all the same.
        onStep(`Stopping ${step.name} failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const shutdown: Shutdown = {
    signal: abort.signal,
    add: (name, end) => void steps.push({ name, end }),
    run: () => {
      abort.abort();
      // A step that was under way may have started something since.
      running = (running ?? Promise.resolve()).then(endAll);
      return running;
    },
    reason: () => reason,
    fail: (error) => {
      reason ??= error;
      void shutdown.run();
    },
  };
  return shutdown;
}
