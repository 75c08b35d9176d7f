// Preloaded into the servers of the bench: SIGUSR2 collects what nothing holds any more, so that memory can be compared.
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  globalThis.gc?.();
});
