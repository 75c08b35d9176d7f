// Loaded into every child by --import. The channel to the supervisor closes when that ends, however it ended; then the
// child ends too, first politely, so that it can finish what it has begun.
const DEADLINE_MS = 10_000;

if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
